/** The components of a template as Meta lists them, with a button of every kind. For tests. */
export const templateSample = [
  { type: 'HEADER', format: 'DOCUMENT' },
  { type: 'BODY', text: 'Hi {{1}}, your plan for {{2}}.' },
  { type: 'FOOTER', text: 'Flores' },
  {
    type: 'BUTTONS',
    buttons: [
      { type: 'QUICK_REPLY', text: 'Fine' },
      { type: 'URL', text: 'Open', url: 'https://flores.example/p/{{1}}' },
      { type: 'URL', text: 'Home', url: 'https://flores.example/' },
      { type: 'PHONE_NUMBER', text: 'Call' },
    ],
  },
];
