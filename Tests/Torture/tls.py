"""Servers whose certificates, or whose protocol, must not be accepted, and one whose first choice is not taken."""
import ssl
import subprocess


def _openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def contexts(folder, fault):
    """The server's context, and the file of the authority the client trusts (None: the system's)."""
    folder.mkdir(exist_ok=True)
    authority, key = folder / "authority.pem", folder / "authority.key"
    if not authority.exists():
        _openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", authority, "-days", "3650", "-subj", "/CN=Trial")
    certificate, own = folder / f"{fault}.pem", folder / f"{fault}.key"
    if not certificate.exists():
        name = "elsewhere.example" if fault == "wrong-name" else "localhost"
        request, extra = folder / f"{fault}.csr", folder / f"{fault}.ext"
        extra.write_text(f"subjectAltName=DNS:{name}\n")
        _openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", own, "-out", request, "-subj", f"/CN={name}")
        if fault == "self-signed":
            _openssl("x509", "-req", "-in", request, "-signkey", own, "-out", certificate, "-days", "3650", "-extfile", extra)
        else:
            days = "-1" if fault == "expired" else "3650"
            _openssl("x509", "-req", "-in", request, "-CA", authority, "-CAkey", key, "-CAcreateserial", "-out", certificate,
                     "-days", days, "-extfile", extra)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, own)
    if fault == "http2":
        context.set_alpn_protocols(["h2", "http/1.1"])
    if fault == "old-protocol":
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
    return context, None if fault == "self-signed" else authority
