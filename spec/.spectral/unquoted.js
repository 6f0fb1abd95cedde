// Reports plain scalars that YAML 1.1 reads as booleans: `NO`, the country, above all.
const PLAIN = /(?:^|[\s[,{-])(?:[\w.-]+:\s+|-\s+)(y|n|yes|no|on|off)\s*(?:#.*)?$/i;

export default function unquoted(_root, _options, context) {
  const documents = [
    context.document,
    ...Object.values(context.documentInventory.referencedDocuments ?? {}),
  ];
  return documents.flatMap((document) =>
    (document.input ?? '').split('\n').flatMap((line, index) => {
      const word = PLAIN.exec(line)?.[1];
      if (word === undefined) return [];
      return [{ message: `${document.source}:${index + 1}: quote '${word}'` }];
    }),
  );
}
