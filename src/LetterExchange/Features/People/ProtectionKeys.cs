using System.Xml.Linq;
using LetterExchange.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace LetterExchange.Features.People;

/// <summary>The keys that protect cookies and links, kept in the database: every machine of an installation shares them, and a restart loses none.</summary>
sealed class ProtectionKeys(Database db) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Task.Run(() => db.Query<string>("SELECT xml FROM protection_keys ORDER BY name")).GetAwaiter().GetResult().Select(xml => XElement.Parse(xml))];

    public void StoreElement(XElement element, string friendlyName) =>
        Task.Run(() => db.Execute("""
            INSERT INTO protection_keys (name, xml) VALUES (@name, @xml)
            ON CONFLICT (name) DO UPDATE SET xml = EXCLUDED.xml
            """, new { name = friendlyName, xml = element.ToString(SaveOptions.DisableFormatting) })).GetAwaiter().GetResult();
}
