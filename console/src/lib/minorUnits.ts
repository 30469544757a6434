// How money is divided. Not here: how it is shown (format.ts).

/** How many digits the minor unit of a currency has: USD 2, JPY 0, KWD 3. */
export function minorDigitsOf(currencyCode: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency: currencyCode }).resolvedOptions().maximumFractionDigits ?? 2
}
