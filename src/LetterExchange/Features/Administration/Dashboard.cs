using Hangfire;
using Hangfire.Dashboard;

namespace LetterExchange.Features.Administration;

/// <summary>The scheduler's own pages, to look at only.</summary>
public static class Dashboard
{
    public const string Path = "/admin/jobs";

    /// <summary>Maps them where the scheduler runs in this process. Who may see them stands in the access table, which is asked before this endpoint for all below its path,
    /// whatever the method: so it has no filter of its own, which would be the rule a second time.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        if (app.Services.GetService<JobStorage>() is null) return;
        app.MapHangfireDashboard(Path, new DashboardOptions
        {
            Authorization = [], IsReadOnlyFunc = _ => true,
            AppPath = "/admin", DashboardTitle = "LetterExchange", DisplayStorageConnectionString = false, StatsPollingInterval = 5000,
        });
    }
}
