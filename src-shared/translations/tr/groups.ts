import type { CatalogueOf } from '../catalogue.ts';
import type * as model from '../en/groups.ts';

/** Group conversations. */
export const groups: CatalogueOf<typeof model.groups> = {
  unnamed: 'Grup',
};
