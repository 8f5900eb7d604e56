import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Input } from '../../../shared/ui/input.tsx';

export interface NewSecretProps {
  title: string;
  secret: string;
  /** What holds for the one before. */
  note?: string;
  onClose: () => void;
}

/** The only time that a signing secret is shown. */
export function NewSecret({ title, secret, note, onClose }: NewSecretProps) {
  const [copied, setCopied] = useState<'yes' | 'no' | 'failed'>('no');
  async function copy() {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied('yes');
    } catch {
      // Not over plain HTTP, and not without permission: the field can be selected by hand.
      setCopied('failed');
    }
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      className="max-w-xl"
      description="Your server verifies with this secret that it is told by us. Copy it now: it is not shown again."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex items-end gap-2">
        <Field label="Signing secret" className="min-w-0 flex-1">
          <Input
            readOnly
            className="font-mono text-[13px]"
            value={secret}
            onFocus={(event) => event.target.select()}
          />
        </Field>
        <Button onClick={() => void copy()}>
          {copied === 'yes' ? <Check aria-hidden /> : <Copy aria-hidden />}
          {copied === 'yes' ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <p role="status" className="mt-2 min-h-4 text-xs text-muted">
        {copied === 'failed'
          ? 'The browser doesn’t allow copying here: select the secret and copy it by hand.'
          : note}
      </p>
    </Dialog>
  );
}
