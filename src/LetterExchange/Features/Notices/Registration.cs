using LetterExchange.Text;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LetterExchange.Features.Notices;

/// <summary>What this feature is made of.</summary>
public static class Registration
{
    /// <summary>Wants <see cref="Data.Database"/>, <see cref="TimeProvider"/>, <see cref="Wakes"/>, localization and logging from the host.</summary>
    /// <param name="dataDirectory">Where mails are written when no SMTP server is configured.</param>
    /// <param name="defaultUrl">The address for links in mails when no <c>PublicUrl</c> is configured.</param>
    /// <exception cref="InvalidOperationException">A setting can't be read; in the administrator's words.</exception>
    public static IServiceCollection AddNotices(this IServiceCollection services, IConfiguration configuration, string dataDirectory, string defaultUrl) =>
        services.AddNotices(MailSettings.From(configuration, dataDirectory, defaultUrl));

    /// <summary>The same with settings in hand.</summary>
    public static IServiceCollection AddNotices(this IServiceCollection services, MailSettings settings)
    {
        services.AddDataProtection();
        services.AddTexts();
        services.AddSingleton(settings);
        if (settings.IsConfigured) services.AddSingleton<IMailer, SmtpMailer>();
        else services.AddSingleton<IMailer, EmlMailer>();
        services.TryAddSingleton<Notifier>();
        return services
            .AddSingleton<NoticeStore>().AddSingleton<ChoiceStore>().AddSingleton<MailStore>().AddSingleton<MailStatusStore>()
            .AddSingleton<NoticeWords>().AddSingleton<UnsubscribeLinks>().AddSingleton<MailLetterhead>().AddSingleton<LiveNotices>()
            .AddSingleton<SendNotices>().AddSingleton<Sweep>(all => all.GetRequiredService<SendNotices>());
    }
}
