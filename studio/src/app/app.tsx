import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Toaster } from 'sonner';
import 'sonner/dist/styles.css';
import { ApiError } from '../shared/api/errors.ts';
import { useTheme } from '../shared/lib/theme.ts';
import { startSession, useSession } from '../shared/session/session.ts';
import { TooltipProvider } from '../shared/ui/tooltip.tsx';
import { createAppRouter } from './router.tsx';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.isTransient),
    },
  },
});
const router = createAppRouter(queryClient);

export function App() {
  const theme = useTheme((state) => (state.isDark ? 'dark' : 'light'));

  useEffect(() => {
    // A failure shows on the page that needed the session; there is a retry.
    startSession().catch(() => undefined);
    return useSession.subscribe((session, before) => {
      if (session.status === before.status) return;
      void router.invalidate().then(() => {
        // What one user has read must not be seen by the next. Not sooner: the pages on the screen still need it.
        // An invitation is read without a sign-in and is on the screen before and after one.
        if (session.status === 'signedOut')
          queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'invitation' });
      });
    });
  }, []);

  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider delayDuration={350}>
        <RouterProvider router={router} />
        <Toaster className="toaster" theme={theme} position="bottom-right" closeButton gap={8} />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
