/** Why a row of a file is not taken, in words for the file of rejected rows and the studio. */
export const rowProblems = {
  broken_quotes: 'The quotes of this row are broken',
  too_many_cells: 'The row has more cells than the header: a delimiter inside a value needs quotes',
  no_phone: 'There is no phone number',
  bad_phone: 'This is not a phone number',
  unknown_country: 'The number has no country code: write it with one, or choose a country',
  duplicate: 'The same number stands in an earlier row',
  long_name: 'The name is longer than 200 characters',
  long_value: 'A value is longer than 4096 characters',
  bad_number: 'This is not a number',
  bad_boolean: 'This is neither yes nor no',
  bad_date: 'This is not a date',
  bad_choice: 'This is not one of the choices',
  bad_consent: 'It is not clear whether this means yes or no',
  long_tag: 'A tag is longer than 64 characters',
  many_tags: 'There are more than 100 tags',
  not_stored: 'The database refused this row',
} as const;

export type RowProblemCode = keyof typeof rowProblems;

export const rowProblemCodes = Object.keys(rowProblems) as [RowProblemCode, ...RowProblemCode[]];
