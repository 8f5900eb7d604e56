import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';

export interface ShownOnceProps {
  title: string;
  description: string;
  label: string;
  /** What it is called in a sentence: "key". */
  noun: string;
  text: string;
  note?: string;
  onClose: () => void;
}

/** The only time that a key or a secret is shown: to be copied. */
export function ShownOnce({ title, description, label, noun, text, note, onClose }: ShownOnceProps) {
  const [copied, setCopied] = useState<'yes' | 'no' | 'failed'>('no');
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
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
      description={description}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex items-end gap-2">
        <Field label={label} className="min-w-0 flex-1">
          <Input
            readOnly
            className="font-mono text-[13px]"
            value={text}
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
          ? `The browser doesn’t allow copying here: select the ${noun} and copy it by hand.`
          : note}
      </p>
    </Dialog>
  );
}
