/** A WhatsApp number (digits without plus) in groups that can be read: "15550100002" becomes "+1 555 010 0002". */
export function phoneText(digits: string | null): string {
  if (!digits) return '';
  const clean = digits.replace(/\D/g, '');
  if (clean.length === 11 && clean.startsWith('1')) {
    return `+1 ${clean.slice(1, 4)} ${clean.slice(4, 7)} ${clean.slice(7)}`;
  }
  // Without a table of countries the code's length is unknown; groups of three from the right are still readable.
  return `+${clean.replace(/\B(?=(\d{3})+(?!\d))/g, ' ')}`;
}

/** The name, else the number, else words for nobody. */
export function personName(name: string | null, phone: string | null): string {
  return name?.trim() || phoneText(phone) || 'Unknown person';
}
