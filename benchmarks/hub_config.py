"""The JupyterHub that benchmarks/hub.py measures: JupyterHub reads this file as its configuration.

It listens on this machine alone, every learner needs the password, and all that it writes goes into
one folder, which the benchmark throws away. A folder, a password and three ports come from the
environment. Its spawner makes no accounts and keeps learners apart by nothing: right for a
benchmark, wrong for a room.
"""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ["HUB_FOLDER"])
PORT, INNER_PORT, PROXY_PORT = os.environ["HUB_PORTS"].split()


def give_notebooks(spawner):
    """Put the lessons into a new learner's home."""
    home = Path(spawner.home_dir)
    shutil.copytree(ROOT / "notebooks", home / "notebooks", dirs_exist_ok=True)


c = get_config()  # noqa: F821 - JupyterHub provides it

c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{INNER_PORT}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{PROXY_PORT}"
c.ConfigurableHTTPProxy.command = [os.environ["HUB_PROXY"]]
c.ConfigurableHTTPProxy.pid_file = str(FOLDER / "proxy.pid")
c.JupyterHub.cookie_secret = os.urandom(32)
c.JupyterHub.db_url = f"sqlite:///{FOLDER / 'hub.sqlite'}"
c.JupyterHub.log_level = "WARN"

c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = os.environ["HUB_PASSWORD"]
c.Authenticator.allow_all = True  # whoever has the password

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(FOLDER / "homes" / "{username}")
c.Spawner.ip = "127.0.0.1"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--LabApp.expose_app_in_browser=True"]  # for the one real browser
c.Spawner.environment = {"JUPYTER_CONFIG_PATH": str(ROOT / "jupyter" / "etc" / "jupyter")}
c.Spawner.pre_spawn_hook = give_notebooks
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
