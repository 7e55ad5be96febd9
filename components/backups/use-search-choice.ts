'use client';

import { usePathname, useSearchParams } from 'next/navigation';

/**
 * The choices that stand in the URL. Changing them replaces the URL without asking the server for
 * the page again: only the data that the choice names is fetched.
 */
export function useSearchChoice() {
  const path = usePathname();
  const search = useSearchParams();
  return {
    search,
    /** `change` is given what stands in the URL now: two choices in quick succession both count. */
    replace(change: (current: URLSearchParams) => string) {
      const next = change(new URLSearchParams(window.location.search));
      window.history.replaceState(null, '', next === '' ? path : `${path}?${next}`);
    },
  };
}
