/** The shape that every language's catalogue has: the same keys as English, with texts of its own. */
export type CatalogueOf<Model> = {
  readonly [Key in keyof Model]: Model[Key] extends string ? string : CatalogueOf<Model[Key]>;
};

export const languages = ['en', 'tr'] as const;
export type Language = (typeof languages)[number];
