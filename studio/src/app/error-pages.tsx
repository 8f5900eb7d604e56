import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { Button } from '../shared/ui/button.tsx';
import { EmptyState, ErrorState } from '../shared/ui/states.tsx';

export function RouteErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  // A file of an older build is gone after a deployment: only a reload brings the new ones.
  const isStaleBuild =
    error instanceof Error &&
    /dynamically imported module|Importing a module script failed/i.test(error.message);
  return (
    <ErrorState
      className="min-h-screen"
      error={isStaleBuild ? new Error('The studio was updated. Load the page again.') : error}
      onRetry={() => {
        if (isStaleBuild) return window.location.reload();
        reset();
        void router.invalidate();
      }}
    />
  );
}

export function NotFoundPage() {
  return (
    <EmptyState
      className="min-h-[60vh]"
      icon={Compass}
      title="There is no such page"
      action={
        <Button asChild variant="primary">
          <Link to="/inbox">Go to the inbox</Link>
        </Button>
      }
    >
      The address is wrong, or what stood here was removed.
    </EmptyState>
  );
}
