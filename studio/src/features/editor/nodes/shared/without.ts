/** A copy without one optional field: an absent field and `undefined` are not the same in a stored document. */
export function without<Data extends object, Key extends keyof Data>(data: Data, key: Key): Data {
  const { [key]: _gone, ...rest } = data;
  return rest as Data;
}

/** Sets an optional text, or takes the field away when it is empty. */
export function withText<Data extends object, Key extends keyof Data>(
  data: Data,
  key: Key,
  text: string,
): Data {
  return text === '' ? without(data, key) : { ...data, [key]: text };
}
