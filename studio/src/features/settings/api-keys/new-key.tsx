import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import type { ApiKeyWithText } from '../../../../../core/api/api-keys.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Input } from '../../../shared/ui/input.tsx';

/** The only time that the key itself is shown. */
export function NewKey({ apiKey, onClose }: { apiKey: ApiKeyWithText; onClose: () => void }) {
  const [copied, setCopied] = useState<'yes' | 'no' | 'failed'>('no');
  async function copy() {
    try {
      await navigator.clipboard.writeText(apiKey.key);
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
      title={`“${apiKey.name}” is ready`}
      className="max-w-xl"
      description="Copy the key now and keep it where only the program finds it. It is not shown again."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex items-end gap-2">
        <Field label="Key" className="min-w-0 flex-1">
          <Input
            readOnly
            className="font-mono text-[13px]"
            value={apiKey.key}
            onFocus={(event) => event.target.select()}
          />
        </Field>
        <Button onClick={() => void copy()}>
          {copied === 'yes' ? <Check aria-hidden /> : <Copy aria-hidden />}
          {copied === 'yes' ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <p role="status" className="mt-2 min-h-4 text-xs text-muted">
        {copied === 'failed' && 'The browser doesn’t allow copying here: select the key and copy it by hand.'}
      </p>
    </Dialog>
  );
}
