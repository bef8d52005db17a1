"""Say nothing of the Python's version to whoever stores a notebook.

JupyterLab writes what a kernel says of its language into the notebook as soon as it is opened. With
the version in it every lesson would be changed for every reader with another Python: "Save your
work?" on leaving, and a checkout that git does not update. Without it, what is stored is the same.
"""

from ipykernel.ipkernel import IPythonKernel

IPythonKernel.language_info = {
    name: value for name, value in IPythonKernel.language_info.items() if name != "version"
}
