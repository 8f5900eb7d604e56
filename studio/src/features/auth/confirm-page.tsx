import { Link, useLoaderData } from '@tanstack/react-router';
import { Button } from '../../shared/ui/button.tsx';
import { AuthLayout } from './auth-layout.tsx';

/** Where the link of the sign-up mail leads when it is of no use; one that is good leads on at once (see the router). */
export function ConfirmPage() {
  const outcome = useLoaderData({ from: '/auth/confirm' });
  return (
    <AuthLayout
      title="This link is of no use"
      subtitle={
        outcome.kind === 'failed'
          ? 'It has expired, or was used already. If your address is confirmed, simply sign in.'
          : 'No mail led here.'
      }
    >
      <Button asChild variant="primary" className="h-10 w-full">
        <Link to="/sign-in">Sign in</Link>
      </Button>
    </AuthLayout>
  );
}
