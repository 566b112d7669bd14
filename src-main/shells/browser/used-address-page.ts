import { languages } from '../../../src-shared/translations/catalogue.ts';
import { shellWords } from '../words.ts';

/** A plain page, in every language, for who comes with an address that works no longer. */
export function usedAddressPage(): string {
  const parts = languages.map((language) => {
    const { addressUsed, addressUsedWhy } = shellWords(language);
    return `<section lang="${language}"><h1>${addressUsed}</h1><p>${addressUsedWhy}</p></section>`;
  });
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark"><title>Oda</title>',
    // Or the browser would ask for one that is not there.
    '<link rel="icon" href="data:,"></head>',
    `<body><main>${parts.join('')}</main></body>`,
    '</html>',
  ].join('\n');
}
