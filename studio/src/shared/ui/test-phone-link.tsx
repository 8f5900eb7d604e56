import { Smartphone } from 'lucide-react';
import { Button, type ButtonProps } from './button.tsx';

export interface TestPhoneLinkProps extends Pick<ButtonProps, 'variant' | 'size'> {
  /** `simulatorUrl` of the settings. */
  url: string;
  /** Leaves the words out where there is little room. */
  isCompact?: boolean;
}

/** Opens the phone of the local simulator. */
export function TestPhoneLink({ url, isCompact, ...look }: TestPhoneLinkProps) {
  return (
    <Button asChild {...look}>
      <a href={url} target="_blank" rel="noreferrer" aria-label="Open the test phone in a new tab">
        <Smartphone aria-hidden />{' '}
        <span className={isCompact ? 'hidden md:inline' : undefined}>Test phone</span>
      </a>
    </Button>
  );
}
