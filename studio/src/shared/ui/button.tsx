import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '../lib/cn.ts';
import { Spinner } from './spinner.tsx';

const button = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-lg font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-primary text-on-primary hover:bg-primary-hover',
        secondary: 'border border-border bg-surface text-text shadow-card hover:bg-surface-2',
        ghost: 'text-muted hover:bg-surface-2 hover:text-text data-[state=open]:bg-surface-2',
        danger: 'bg-danger text-on-danger hover:opacity-90',
        dangerGhost: 'text-danger hover:bg-danger-soft',
        link: 'text-primary underline-offset-4 hover:underline',
      },
      size: {
        md: 'h-9 px-3.5 text-sm [&_svg]:size-4',
        sm: 'h-8 px-2.5 text-[13px] [&_svg]:size-3.5',
        xs: 'h-6 rounded-md px-1.5 text-xs [&_svg]:size-3',
        icon: 'size-9 [&_svg]:size-4',
        iconSm: 'size-8 [&_svg]:size-4',
        iconXs: 'size-6 rounded-md [&_svg]:size-3.5',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof button> {
  asChild?: boolean;
  /** Shows a spinner and refuses further clicks. */
  isBusy?: boolean;
}

export function Button({
  className,
  variant,
  size,
  asChild,
  isBusy,
  disabled,
  children,
  ...props
}: ButtonProps) {
  if (asChild) {
    return (
      <Slot.Root className={cn(button({ variant, size }), className)} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={cn(button({ variant, size }), className)}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      {...props}
    >
      {isBusy && <Spinner />}
      {children}
    </button>
  );
}
