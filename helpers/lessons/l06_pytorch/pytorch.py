"""PyTorch, which lesson 06 alone needs: fetch it, or say in plain words how to install it."""

import importlib
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

from helpers.languages import say, to_say
from helpers.lessons.l06_pytorch.stored import show_instead

VERSION = "2.13.0"

HOW_TO_INSTALL = {
    "linux": to_say(
        'Linux: PyTorch\'s own "Get started" page gives the command. Choose Linux, Pip, Python\n'
        "and CPU there; it is `pip install torch=={version}` with one more option. Without that\n"
        "option pip takes the build for graphics cards, several gigabytes that are not needed\n"
        "here."
    ),
    "darwin": to_say("macOS: `pip install torch=={version}`. That is the CPU build."),
    "win32": to_say("Windows: `pip install torch=={version}`. That is the CPU build."),
}


IN_A_BROWSER = to_say(
    "No browser has PyTorch: cells that need it show the results that are stored with the course.\n"
    "All the rest runs here. To run those too, open the course on a computer that has PyTorch."
)


class PyTorchMissing(ImportError):
    """PyTorch cannot be imported; a notebook shows the message alone, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows in place of a traceback."""
        return str(self).splitlines()


def need_pytorch() -> ModuleType:
    """Return the module torch.

    Returns
    -------
    module
        In a browser, which has no PyTorch, a stand-in: the cells that need it show stored results.

    Raises
    ------
    PyTorchMissing
        If PyTorch is not installed or does not load. The message says what to do; it stops the
        notebook without a traceback.

    Examples
    --------
    >>> import importlib.util
    >>> if importlib.util.find_spec("torch"):
    ...     torch = need_pytorch()
    """
    if sys.platform == "emscripten":
        return _in_a_browser()
    try:
        return importlib.import_module("torch")
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise PyTorchMissing(_does_not_load(error)) from error
        raise PyTorchMissing(_not_installed()) from error
    except (ImportError, OSError) as error:
        raise PyTorchMissing(_does_not_load(error)) from error


def _in_a_browser() -> Any:
    show_instead()
    print(say(IN_A_BROWSER))
    return SimpleNamespace(set_num_threads=lambda threads: None)


def _not_installed(platform: str = sys.platform) -> str:
    """Say how to install PyTorch: the platform at hand first, then the others."""
    mine = platform if platform in HOW_TO_INSTALL else "linux"
    rows = [HOW_TO_INSTALL[mine]]
    rows += [words for name, words in HOW_TO_INSTALL.items() if name != mine]
    ways = [say(words).format(version=VERSION).replace("\n", "\n    ") for words in rows]
    return "\n".join(
        [
            say(
                "This lesson needs PyTorch, which is not installed here. (No other lesson needs "
                "it.)\nInstall its CPU build:"
            ),
            *(f"  - {way}" for way in ways),
            say(
                "In a cell of this notebook, write %pip in place of pip: then it is installed "
                "where\nthis notebook runs. Then choose Kernel > Restart Kernel and run this cell "
                "again."
            ),
        ]
    )


def _does_not_load(error: Exception) -> str:
    return say(
        "PyTorch is installed here, but it does not load:\n"
        "  {error}\n"
        "Install it again, for example with %pip install --force-reinstall torch=={version}\n"
        '(on Linux with the option for the CPU build, as on PyTorch\'s "Get started" page),\n'
        "then choose Kernel > Restart Kernel and run this cell again."
    ).format(error=f"{type(error).__name__}: {error}", version=VERSION)
