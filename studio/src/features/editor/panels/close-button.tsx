import { X } from 'lucide-react';
import { Button } from '../../../shared/ui/button.tsx';

export function CloseButton({ onClose }: { onClose: () => void }) {
  return (
    <Button variant="ghost" size="iconSm" aria-label="Close the settings" onClick={onClose}>
      <X aria-hidden />
    </Button>
  );
}
