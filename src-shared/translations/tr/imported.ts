/** İçe aktarılanı kimin yazdığı: hiçbir zaman bir üye gibi değil. */
export const imported = {
  oda: '{{author}} (başka bir Oda’dan)',
  whatsapp: '{{author}} (WhatsApp’tan)',
  slack: '{{author}} (Slack’ten)',
  discord: '{{author}} (Discord’dan)',
  /** Yazının yanında başka bir şey durmadığında. */
  said: '{{name}}, {{time}}: {{text}}',
};
