import { describe, expect, it } from 'vitest';
import { raisesStatus, statusRank } from './status.ts';

describe('message status', () => {
  it('is raised by later news only', () => {
    expect(raisesStatus('sent', 'delivered')).toBe(true);
    expect(raisesStatus('read', 'delivered')).toBe(false);
    expect(raisesStatus('delivered', 'delivered')).toBe(false);
    expect(raisesStatus('unknown', 'sent')).toBe(true);
  });

  it('fails after sending, but never after delivery', () => {
    expect(raisesStatus('sent', 'failed')).toBe(true);
    expect(raisesStatus('delivered', 'failed')).toBe(false);
    expect(raisesStatus('failed', 'delivered')).toBe(true);
    expect(raisesStatus('failed', 'sent')).toBe(false);
  });

  it('has no rank for a name that is not a status', () => {
    expect(statusRank('played')).toBe(70);
    for (const name of ['in_orbit', '', 'toString', 'constructor']) expect(statusRank(name)).toBeNull();
  });
});
