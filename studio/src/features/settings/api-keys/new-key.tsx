import type { ApiKeyWithText } from '../../../../../core/api/api-keys.ts';
import { ShownOnce } from '../../../shared/ui/shown-once.tsx';

/** The only time that the key itself is shown. */
export function NewKey({ apiKey, onClose }: { apiKey: ApiKeyWithText; onClose: () => void }) {
  return (
    <ShownOnce
      title={`“${apiKey.name}” is ready`}
      description="Copy the key now and keep it where only the program finds it. It is not shown again."
      label="Key"
      noun="key"
      text={apiKey.key}
      onClose={onClose}
    />
  );
}
