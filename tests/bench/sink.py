"""A mail server that accepts everything and keeps nothing: python -m tests.bench.sink.

It prints its port.
"""

import asyncio


class Sink(asyncio.Protocol):
    def __init__(self):
        self.in_text, self.buffer = False, b""

    def connection_made(self, transport):
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data):
        self.buffer += data
        while self.in_text or b"\n" in self.buffer:
            if self.in_text:
                if not self.buffer.endswith(b"\r\n.\r\n"):
                    return
                self.in_text, self.buffer = False, b""
                self.transport.write(b"250 taken\r\n")
                return
            line, _, self.buffer = self.buffer.partition(b"\n")
            self.answer(line[:4].upper().strip())

    def answer(self, verb):
        if verb == b"DATA":
            self.in_text = True
            self.transport.write(b"354 go on\r\n")
        elif verb == b"EHLO":
            self.transport.write(b"250-sink\r\n250 DSN\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 sink\r\n")


async def serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
