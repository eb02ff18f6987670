using System.IO.Compression;

namespace LetterExchange.Tests.Features.Imports;

/// <summary>OneRoster packages, made as their specification says.</summary>
static class Package
{
    /// <param name="what">A version, perhaps with a fault.</param>
    public static byte[] Of(string what)
    {
        if (what == "broken") return [(byte)'P', (byte)'K', 3, 4, 1, 2, 3];
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            if (what == "workbook") Add(zip, "[Content_Types].xml", "<Types/>");
            else Fill(zip, what);
        }
        return bytes.ToArray();
    }

    public static void Add(ZipArchive zip, string name, string text)
    {
        using var file = new StreamWriter(zip.CreateEntry(name).Open());
        file.Write(text);
    }

    static void Fill(ZipArchive zip, string what)
    {
        var version = what.Split(' ')[0];
        Add(zip, "manifest.csv", $"propertyName,value\nmanifest.version,1.0\noneroster.version,{version}\nfile.orgs,bulk\nfile.users,{(what.EndsWith("delta") ? "delta" : "bulk")}\nfile.classes,bulk\nfile.enrollments,bulk\n");
        Add(zip, "orgs.csv", "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\no1,,,Northgate Primary,school,,\n");
        Add(zip, "academicSessions.csv", "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\nt1,,,Last year,term,2025-09-01,2026-07-31,,2026\nt2,,,This year,term,2026-09-01,2027-07-31,,2027\n");
        Add(zip, "classes.csv", "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects\n"
            + "c1,,,Art 5,,,,scheduled,,o1,t2,\nc2,,,Homeroom 5B,,,,homeroom,,o1,t2,\nc3,,,Old 4B,,,,homeroom,,o1,t1,\nc4,,,Science 6,,,,scheduled,,o1,\"t1,t2\",\n");
        Add(zip, "enrollments.csv", "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
            + "e1,,,c1,o1,s1,student,,,\ne2,,,c2,o1,s1,student,,,\ne3,,,c3,o1,s2,student,,,\ne4,,,c4,o1,s2,student,,,\ne5,,,c2,o1,p1,teacher,true,,\n");
        Add(zip, "demographics.csv", "sourcedId,status,dateLastModified,birthDate,sex\ns1,,,2016-03-01,female\n");
        if (what.EndsWith("without users")) return;
        if (version == "1.1")
        {
            Add(zip, "users.csv", "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
                + "s1,,,true,o1,student,amina,,Amina,Karimova,,,,,,g1,05,\ns2,,,true,o1,student,theo,,Theo,Bauer,,,,,,,06,\ns3,tobedeleted,,true,o1,student,old,,Old,One,,,,,,,06,\n"
                + "g1,,,true,o1,parent,dilnoza,,Dilnoza,Karimova,,,dilnoza@example.org,,,s1,,\ng2,,,true,o1,guardian,anna,,Anna,Bauer,,,,,,s2,,\np1,,,true,o1,teacher,maya,,Maya,Lindqvist,,,maya@example.org,,,,,secret\n");
            return;
        }
        Add(zip, "users.csv", "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns\n"
            + "s1,,,true,amina,,Aminah,Karimova,,,,,,g1,05,,,Amina,,,o1,\ns2,,,true,theo,,Theo,Bauer,,,,,,,06,,,,,,o1,\ns3,,,false,old,,Old,One,,,,,,,06,,,,,,o1,\n"
            + "g1,,,true,dilnoza,,Dilnoza,Karimova,,,dilnoza@example.org,,,s1,,,,,,,o1,\ng2,,,true,anna,,Anna,Bauer,,,,,,s2,,,,,,,o1,\np1,,,true,maya,,Maya,Lindqvist,,,maya@example.org,,,,,,,,,,o1,\n");
        Add(zip, "roles.csv", "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n"
            + "r1,,,s1,primary,student,,,o1,\nr2,,,s2,primary,student,,,o1,\nr3,,,g1,primary,parent,,,o1,\nr4,,,g2,primary,guardian,,,o1,\nr5,,,p1,primary,teacher,,,o1,\n");
    }
}
