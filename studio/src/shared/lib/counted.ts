/** A number with the noun it counts: "1 contact", "1,204 contacts". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

export const peopleText = (count: number): string => counted(count, 'person', 'people');
