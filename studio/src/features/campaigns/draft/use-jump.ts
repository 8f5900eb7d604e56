import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { placesOf, stepOf, type Step } from './steps.ts';

const FOCUSABLE = 'input, select, textarea, button, a[href]';

/** Goes to the step of a field and puts the focus into it, or into what stands around it. */
export function useJump(step: Step, campaignId: string): (field: string) => void {
  const navigate = useNavigate();
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    const field = wanted.current;
    if (field === null || stepOf(field) !== step) return;
    wanted.current = null;
    for (const place of placesOf(field)) {
      const around = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(place)}"]`);
      if (!around) continue;
      around.scrollIntoView({ block: 'center' });
      const target =
        around.querySelector<HTMLElement>('[aria-invalid="true"]') ??
        around.querySelector<HTMLElement>(FOCUSABLE);
      target?.focus({ preventScroll: true });
      return;
    }
  }, [step]);
  return (field) => {
    wanted.current = field;
    void navigate({ to: '/campaigns/$campaignId', params: { campaignId }, search: { step: stepOf(field) } });
  };
}
