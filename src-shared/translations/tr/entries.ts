import type { CatalogueOf } from '../catalogue.ts';
import type * as model from '../en/entries.ts';

export const entries: CatalogueOf<typeof model.entries> = {
  joined: '{{name}} geldi',
  left: '{{name}} ayrıldı',
  added: '{{by}}, {{account}} adlı kişiyi bir gruba ekledi',
  added_named: '{{by}}, {{account}} adlı kişiyi “{{group}}” grubuna ekledi',
  added_own: '{{by}} bir grup kurdu',
  added_own_named: '{{by}}, “{{group}}” grubunu kurdu',
  removed: '{{by}}, {{account}} adlı kişiyi bir gruptan çıkardı',
  removed_named: '{{by}}, {{account}} adlı kişiyi “{{group}}” grubundan çıkardı',
  removed_own: '{{by}} bir gruptan ayrıldı',
  removed_own_named: '{{by}}, “{{group}}” grubundan ayrıldı',
  renamed: '{{by}} bir grubun adını değiştirdi',
  renamed_named: '{{by}} gruba “{{name}}” adını verdi',
  'message-deleted': '{{by}} bir iletiyi sildi',
  'message-edited': '{{by}} bir iletiyi değiştirdi: {{text}}',
  'reaction-added': '{{by}} {{emoji}} ile tepki verdi',
  'reaction-removed': '{{by}} {{emoji}} tepkisini geri aldı',
  'message-pinned': '{{by}} bir iletiyi sabitledi',
  'message-unpinned': '{{by}} sabitlenmiş bir iletiyi kaldırdı',
  /** Where nothing stands beside the text. */
  forwarded: '{{name}} adlı kişiden iletildi: {{text}}',
};
