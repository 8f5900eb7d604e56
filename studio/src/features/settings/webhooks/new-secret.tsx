import { ShownOnce } from '../../../shared/ui/shown-once.tsx';

export interface NewSecretProps {
  title: string;
  secret: string;
  /** What holds for the one before. */
  note?: string;
  onClose: () => void;
}

/** The only time that a signing secret is shown. */
export function NewSecret({ secret, ...rest }: NewSecretProps) {
  return (
    <ShownOnce
      {...rest}
      description="Your server verifies with this secret that it is told by us. Copy it now: it is not shown again."
      label="Signing secret"
      noun="secret"
      text={secret}
    />
  );
}
