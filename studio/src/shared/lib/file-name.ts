/** Letters and digits of any script; what file systems dislike becomes a dash. */
export function fileName(name: string): string {
  const words = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return words || 'flow';
}
