"""The kernel of a run: this interpreter, its own sockets and folders, bound to one client."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import Dict, default
from traitlets.config import Config

# What a process needs to start, to find its fonts and to write UTF-8; nothing else of the shell's gets in.
_PASSED_ON = (
    "PATH HOME USER LANG LC_ALL LC_CTYPE TZ TMPDIR TEMP TMP SYSTEMROOT LD_LIBRARY_PATH DYLD_LIBRARY_PATH "
    "FONTCONFIG_FILE FONTCONFIG_PATH MPLCONFIGDIR OMP_NUM_THREADS WORKBENCH_STATE WORKBENCH_STRICT_WORDS"
)


class RunKernelManager(AsyncKernelManager):
    """Starts the interpreter that runs us, whatever kernel a notebook or the machine names."""

    environment = Dict(help="The kernel's whole environment.").tag(config=True)

    @property
    def kernel_spec(self) -> KernelSpec:
        """Our own, never one found on the machine."""
        argv = [sys.executable, "-P", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=[*argv, "--HistoryManager.enabled=False"], display_name="run", language="python")

    @default("shutdown_wait_time")
    def _short_goodbye(self) -> float:
        return 1.0

    async def _async_start_kernel(self, **kw) -> None:
        await super()._async_start_kernel(**{**kw, "env": dict(self.environment)})

    start_kernel = _async_start_kernel


def kernel_config(folder: Path, environment: Mapping[str, str]) -> Config:
    """Configuration of a kernel whose sockets, settings and history stay in `folder`.

    Sockets of the file system need no port, so that runs side by side never take each other's.
    """
    config = Config()
    own = config.RunKernelManager
    own.environment = dict(environment) | {"IPYTHONDIR": str(folder / "ipython")}
    own.connection_file = str(folder / "kernel.json")
    if os.name == "posix":
        own.transport = "ipc"
        own.ip = str(folder / "s")
    return config


def kernel_environment(*, client_id: str, home: str) -> dict[str, str]:
    """The variables of a kernel that may open one client only."""
    passed = {name: os.environ[name] for name in _PASSED_ON.split() if name in os.environ}
    own = {
        # Runs stand side by side, one a core: a second thread of linear algebra only takes it from the neighbour.
        "OMP_NUM_THREADS": passed.get("OMP_NUM_THREADS", "1"),
        "WORKBENCH_CLIENT": client_id,
        "WORKBENCH_HOME": home,
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    return passed | {name: value for name, value in own.items() if value}
