"""Waiting for what another thread, task or process brings about."""

import asyncio
import time
from collections.abc import Awaitable, Callable


async def until(true: Callable[[], object], *, seconds: float = 5.0, every: float = 0.01) -> None:
    """Wait until a condition holds; TimeoutError tells that it never did."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"still not true after {seconds} s")
        await asyncio.sleep(every)


async def settle(answer: Awaitable[object]) -> BaseException | object:
    """Wait for an answer and give it, or the exception that came instead."""
    return (await asyncio.gather(answer, return_exceptions=True))[0]
