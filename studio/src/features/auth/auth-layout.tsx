/** The frame of every page for people who are not signed in: the form, and beside it what Parley is. */
import { Bot, Clock, MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { Logo } from '../../shared/ui/logo.tsx';

const promises = [
  { icon: Bot, text: 'Draw conversations that ask, branch, wait and follow up.' },
  { icon: Clock, text: 'Waits of days survive every restart; the 24-hour window is watched for you.' },
  { icon: MessagesSquare, text: 'Take over from the bot in one click, and hand back when you are done.' },
];

export interface AuthLayoutProps {
  title: string;
  subtitle?: ReactNode;
  children: ReactNode;
  /** The way to the other pages, below. */
  footer?: ReactNode;
}

export function AuthLayout({ title, subtitle, children, footer }: AuthLayoutProps) {
  return (
    <main className="grid min-h-full lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <div className="flex items-center justify-center px-6 py-12">
        <div className="w-full max-w-sm">
          <div className="mb-8 flex items-center gap-2.5">
            <Logo className="size-9" />
            <span className="text-xl font-semibold tracking-tight">Parley</span>
          </div>
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {subtitle && <p className="mt-1 text-sm text-muted">{subtitle}</p>}
          <div className="mt-6">{children}</div>
          {footer && <p className="mt-6 text-sm text-muted">{footer}</p>}
        </div>
      </div>
      <aside className="relative hidden items-center justify-center overflow-hidden bg-[#0b5c48] p-12 text-white lg:flex dark:bg-[#0c2a22]">
        <div aria-hidden className="sign-in-dots absolute inset-0 opacity-25" />
        <div className="relative max-w-md">
          <Preview />
          <h2 className="mt-10 text-2xl leading-8 font-semibold tracking-tight">
            Conversations that run themselves, and hand over when it matters
          </h2>
          <ul className="mt-5 space-y-3 text-[15px] text-white/90">
            {promises.map(({ icon: Icon, text }) => (
              <li key={text} className="flex gap-3">
                <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
                {text}
              </li>
            ))}
          </ul>
        </div>
      </aside>
    </main>
  );
}

/** A few bubbles, for the picture only. */
function Preview() {
  return (
    <div aria-hidden className="space-y-2 text-sm text-[#111b21]">
      <p className="w-fit rounded-lg rounded-tl-none bg-white px-3 py-2 shadow">
        hi, do you have time on Friday?
      </p>
      <div className="ml-auto w-64 overflow-hidden rounded-lg rounded-tr-none bg-[#d9fdd3] shadow">
        <p className="px-3 py-2">Hello! What can we do for you?</p>
        {['Book a visit', 'Prices', 'Talk to a person'].map((title) => (
          <p key={title} className="border-t border-black/10 py-1.5 text-center font-medium text-[#00695c]">
            {title}
          </p>
        ))}
      </div>
      <p className="w-fit rounded-lg rounded-tl-none bg-white px-3 py-2 shadow">Book a visit</p>
    </div>
  );
}
