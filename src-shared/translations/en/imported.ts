/** Who wrote what was imported: never as a member is named. */
export const imported = {
  oda: '{{author}} (from another Oda)',
  whatsapp: '{{author}} (from WhatsApp)',
  slack: '{{author}} (from Slack)',
  discord: '{{author}} (from Discord)',
  /** Where nothing stands beside the text. */
  said: '{{name}}, {{time}}: {{text}}',
};
