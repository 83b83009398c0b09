"""Numbers in addresses, as long as PostgreSQL counts them: of more digits Python makes no number."""

from starlette.convertors import Convertor, register_url_convertor


class _Number(Convertor[int]):
    regex = "[0-9]{1,19}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("number", _Number())
ID = "{id:number}"
"""The number in an address, an int by the name of `id`."""
