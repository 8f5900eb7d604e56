import { MailCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { AuthLayout } from './auth-layout.tsx';

export interface CheckMailProps {
  address: string;
  children: ReactNode;
  footer: ReactNode;
}

export function CheckMail({ address, children, footer }: CheckMailProps) {
  return (
    <AuthLayout title="Check your mail" footer={footer}>
      <div role="status" className="flex gap-3 rounded-xl border border-border bg-surface p-4 shadow-card">
        <MailCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-primary" />
        <p className="min-w-0 text-sm">
          We wrote to <strong className="font-semibold break-words">{address}</strong>. {children}
        </p>
      </div>
    </AuthLayout>
  );
}
