'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from './api';

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5000,
        // What Howdah refused it will refuse again; what did not arrive may.
        retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status >= 400),
        refetchOnWindowFocus: true,
      },
    },
  });
}

export function BrowserProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
