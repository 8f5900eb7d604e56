import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export const TooltipProvider = Radix.Provider;

export interface TooltipProps {
  label: ReactNode;
  children: ReactNode;
  side?: 'top' | 'bottom' | 'left' | 'right';
}

/** A hint on hover and focus. The trigger keeps its own accessible name: a tooltip may never be shown on touch. */
export function Tooltip({ label, children, side = 'bottom' }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-[60] max-w-72 rounded-md bg-[#0f172a] px-2 py-1 text-xs leading-4 text-white shadow-pop data-[state=delayed-open]:animate-in data-[state=delayed-open]:fade-in-0 dark:bg-[#e6ebf2] dark:text-[#0f172a]"
        >
          {label}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
