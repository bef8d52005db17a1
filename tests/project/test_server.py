"""The server's setting that sends each kernel message at once."""

import sys
from unittest.mock import Mock

from conftest import ROOT
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from traitlets.config import Config

CONFIG = ROOT / "jupyter" / "etc" / "jupyter" / "jupyter_server_config.py"
CHANNELS = "jupyter_server.services.kernels.connection.channels"


def load():
    """Return what the file sets, as Jupyter reads it."""
    config = Config()
    code = compile(CONFIG.read_text(encoding="utf-8"), CONFIG, "exec")
    exec(code, {"__name__": "config", "get_config": lambda: config})
    return config


def test_a_kernels_websocket_sets_nodelay_before_it_connects(monkeypatch):
    happened = Mock()
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", happened.connect)
    handler = Mock(spec=KernelWebsocketHandler)
    happened.attach_mock(handler.set_nodelay, "set_nodelay")
    connection_class = load().ServerApp.kernel_websocket_connection_class
    connection = connection_class(parent=None, websocket_handler=handler)
    assert connection.connect() is happened.connect.return_value
    assert [call[0] for call in happened.mock_calls] == ["set_nodelay", "connect"]
    handler.set_nodelay.assert_called_once_with(True)


def test_a_server_without_that_class_starts_as_usual(monkeypatch):
    monkeypatch.setitem(sys.modules, CHANNELS, None)  # importing it raises ImportError
    assert load() == Config()
