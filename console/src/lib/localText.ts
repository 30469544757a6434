// Names that the API gives in several languages.

/** The text in `locale`; where that is missing, English; where that is missing too, whatever there is. */
export function localText(text: Readonly<Record<string, string>>, locale: string): string {
  return text[locale] ?? text['en'] ?? Object.values(text)[0] ?? ''
}
