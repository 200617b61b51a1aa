"""A mail server that accepts everything and keeps nothing: python -m tests.bench.sink [MS].

It offers notices of delivery, so that letters ask for them. It prints its port. With MS, it takes
that many milliseconds over each email.
"""

import asyncio
import sys


class Sink(asyncio.Protocol):
    def __init__(self, delay: float):
        self.delay = delay
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
                asyncio.get_running_loop().call_later(
                    self.delay, self.transport.write, b"250 taken\r\n"
                ) if self.delay else self.transport.write(b"250 taken\r\n")
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


async def serve(delay: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Sink(delay), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]) / 1000 if len(sys.argv) > 1 else 0.0))
