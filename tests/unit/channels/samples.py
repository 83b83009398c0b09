"""Beginnings of files as cameras, phones and platforms write them; what follows does not matter here."""

SAMPLES = {
    "image/png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "image/gif": b"GIF89a\x01\x00\x01\x00",
    "image/webp": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    "audio/wav": b"RIFF\x0a\x0d\x00\x00WAVEfmt ",
    "audio/ogg": b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead",
    "audio/amr": b"#!AMR\n<\x91\x17\x16",
    "audio/mp4": b"\x00\x00\x00\x1cftypM4A \x00\x00\x02\x00",
    "video/mp4": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00",
    "audio/mpeg": b"\xff\xfb\x90\x64\x00\x00",
    "text/csv": "证券代码,持仓数量\n600519,100\n".encode(),
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
}
