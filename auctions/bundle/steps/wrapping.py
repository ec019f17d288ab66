"""The bundle as it is wrapped: the zip, the files that the manifest names, its signature."""

from collections.abc import Iterator

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from auctions.bundle.archive import archive_of
from auctions.bundle.contents import MANIFEST, json_file, sha256
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Finding
from journal.canonical import canonical


def archive(evidence: Evidence) -> Iterator[Finding]:
    """The zip is the one way to write these files as a zip: nothing is hidden between its members."""
    found, files = evidence.bundle.archive, evidence.bundle.files
    expected = archive_of({MANIFEST: files[MANIFEST], **{name: files[name] for name in sorted(files)}})
    if found != expected:
        pairs = zip(found, expected, strict=False)
        place = next((i for i, (one, other) in enumerate(pairs) if one != other), min(len(found), len(expected)))
        yield Finding(evidence.bundle.name, f"byte {place}", "is not as the archive was written; was it packed again?")


def files(evidence: Evidence) -> Iterator[Finding]:
    """Every file that the manifest names is there with its hash, and no other."""
    manifest, files = evidence.manifest, evidence.bundle.files
    for name, stated in manifest.files.items():
        if name not in files:
            yield Finding(name, "", "is missing")
        elif (found := sha256(files[name])) != stated.sha256:
            yield Finding(name, "", f"has the SHA-256 {found}, expected {stated.sha256}")
        elif len(files[name]) != stated.bytes:
            yield Finding(MANIFEST, f"files.{name}.bytes", f"is {stated.bytes}, the file has {len(files[name])}")
    for name in sorted(files.keys() - manifest.files.keys() - {MANIFEST}):
        yield Finding(name, "", "is not in the manifest")
    if files[MANIFEST] != json_file(manifest.model_dump(mode="json")):
        yield Finding(MANIFEST, "", "is not written as manifests are")


def signature(evidence: Evidence) -> Iterator[Finding]:
    """The manifest is signed by a key that the reader trusts, or that the journal's first entry names."""
    manifest = evidence.manifest
    stated = manifest.model_dump(mode="json", exclude={"signature"})
    try:
        VerifyKey(bytes.fromhex(manifest.public_key)).verify(canonical(stated), bytes.fromhex(manifest.signature))
    except BadSignatureError:
        yield Finding(MANIFEST, "signature", f"is not the signature of {manifest.public_key} under this manifest")
    if manifest.public_key not in trusted_keys(evidence):
        yield Finding(MANIFEST, "public_key", f"is {manifest.public_key}, expected {_either(evidence)}")


def trusted_keys(evidence: Evidence) -> tuple[str, ...]:
    """Those that the reader named; without any, the one that the journal's first entry names."""
    return evidence.keys or (str(evidence.lines[0].body.get("public_key")),)


def _either(evidence: Evidence) -> str:
    named = " or ".join(trusted_keys(evidence))
    return named if evidence.keys else f"{named}, which the journal's first entry names (or name another by --key)"
