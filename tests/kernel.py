"""A real kernel, driven as JupyterLab drives it."""

from jupyter_client.manager import start_new_kernel


class Kernel:
    """A running kernel, and what JupyterLab sends it."""

    def __init__(self, folder):
        self.manager, self.client = start_new_kernel(kernel_name="python3", cwd=str(folder))

    def send(self, code, cell="", **options):
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
        content |= {"allow_stdin": True, "stop_on_error": True, **options}
        message = self.client.session.msg("execute_request", content, metadata={"cellId": cell})
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def outputs(self, request):
        """Yield the messages of a request as they come, until the kernel is done with it."""
        while True:
            message = self.client.get_iopub_msg(timeout=120)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["content"].get("execution_state") == "idle":
                return
            yield message

    def run(self, code, cell="", **options):
        """Run a cell; return its errors and what it wrote to stderr."""
        return [
            message["content"]
            for message in self.outputs(self.send(code, cell, **options))
            if message["msg_type"] == "error" or message["content"].get("name") == "stderr"
        ]

    def value(self, expression):
        """Return what an expression of text or numbers is worth there."""
        request = self.send(f"print({expression})")
        return "".join(m["content"].get("text", "") for m in self.outputs(request)).strip()

    def move(self, control, value):
        """Move a control, as the page does; wait until the kernel has answered."""
        list(self.outputs(self.tell(self.comm_of(control), update(value))))

    def comm_of(self, widget):
        """Return the id under which the page knows a widget."""
        return self.value(f"{widget}.comm.comm_id")

    def tell(self, comm, data, subshell=None):
        """Send a widget a message, as the page does, through a subshell if it is named."""
        message = self.client.session.msg("comm_msg", {"comm_id": comm, "data": data})
        if subshell is not None:
            message["header"]["subshell_id"] = subshell
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def new_subshell(self):
        """Open a subshell, as JupyterLab does for widgets; return its id."""
        message = self.client.session.msg("create_subshell_request", {})
        self.client.control_channel.send(message)
        while True:
            reply = self.client.get_control_msg(timeout=60)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return reply["content"]["subshell_id"]

    def close(self):
        """End the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def update(value):
    """Return what the page says to a control that moved."""
    return {"method": "update", "state": {"value": value}, "buffer_paths": []}
