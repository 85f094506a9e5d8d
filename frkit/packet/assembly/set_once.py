"""Made pages that need not be set again: the same HTML gives the pages that an earlier build, or round, made of it."""

from __future__ import annotations

from dataclasses import dataclass

from frkit.evidence.conversion.made_pages import Setting
from frkit.packet.assembly.kept import PageStore
from frkit.pages.typeset import TypesetPages


@dataclass(frozen=True)
class SettingOnce(Setting):
    """A setting that looks into a store first.

    Templates of the campaign's own may show pictures that nobody here knows of: then every page is set anew.
    """

    store: PageStore | None = None

    def typeset(self, html: str) -> TypesetPages:
        """HTML as pages, kept ones if there are any."""
        if self.store is None or (self.folder / "templates").is_dir():
            return super().typeset(html)
        known = self.store.find_set(html)
        if known is None:
            known = super().typeset(html)
            self.store.keep_set(html, known)
        return known


def once(setting: Setting, store: PageStore) -> SettingOnce:
    """The same setting with a store."""
    return SettingOnce(setting.folder, setting.day, setting.paper, setting.masked, setting.language, store)
