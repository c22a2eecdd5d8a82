"""Update ids in memory: what is left of "handled once" when the database is away."""

from __future__ import annotations

from collections import OrderedDict


class SeenUpdates:
    """The ids of the updates handled or in work, the newest `limit` of them."""

    def __init__(self, limit: int = 20_000) -> None:
        self._limit = limit
        self._ids: OrderedDict[int, None] = OrderedDict()

    def claim(self, update_id: int) -> bool:
        """Take an update for handling; False when it was taken before."""
        if update_id in self._ids:
            return False
        self._ids[update_id] = None
        if len(self._ids) > self._limit:
            self._ids.popitem(last=False)
        return True

    def release(self, update_id: int) -> None:
        """Give an update back: handling broke off, so it may come again."""
        self._ids.pop(update_id, None)
