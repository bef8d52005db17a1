"""Send each kernel message at once.

A WebSocket holds back a small message until the one before is acknowledged (Nagle's algorithm),
which costs a live picture up to 40 ms a step. The class below says so for the kernels' sockets;
where the server has no such class, JupyterLab starts as usual.
"""

c = get_config()  # noqa: F821 - Jupyter provides it

try:
    from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
except ImportError:
    pass
else:

    class PromptKernelConnection(ZMQChannelsWebsocketConnection):
        """A kernel's WebSocket that does not wait to fill its packets."""

        def connect(self):
            """Connect as usual, with TCP_NODELAY set."""
            self.websocket_handler.set_nodelay(True)
            return super().connect()

    c.ServerApp.kernel_websocket_connection_class = PromptKernelConnection
