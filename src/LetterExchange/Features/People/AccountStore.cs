using LetterExchange.Data;
using Microsoft.AspNetCore.Identity;

namespace LetterExchange.Features.People;

/// <summary>Identity's view of people. Accounts are made and ended by the roster; failed tries are counted by <see cref="Door"/>.</summary>
public sealed class AccountStore(Database db) : IUserPasswordStore<Account>, IUserSecurityStampStore<Account>
{
    const string Columns = "id, sign_in_name, password_hash, security_stamp, locked_until, left_at, version";

    public Task<Account?> FindByIdAsync(string userId, CancellationToken stopping) =>
        Guid.TryParse(userId, out var id)
            ? db.Find<Account>($"SELECT {Columns} FROM people WHERE id = @id AND left_at IS NULL", new { id })
            : Task.FromResult<Account?>(null);

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken stopping) =>
        db.Find<Account>($"SELECT {Columns} FROM people WHERE sign_in_name = @name AND left_at IS NULL", new { name = normalizedUserName });

    /// <summary>Keeps password, name and stamp; refused when somebody changed the row since it was read.</summary>
    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken stopping)
    {
        var updated = await db.Execute("""
            UPDATE people
               SET sign_in_name = @SignInName, password_hash = @PasswordHash, security_stamp = @SecurityStamp, version = version + 1
             WHERE id = @Id AND version = @Version AND left_at IS NULL
            """, new { user.SignInName, user.PasswordHash, user.SecurityStamp, user.Id, user.Version });
        if (updated == 0) return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        user.Version++;
        return IdentityResult.Success;
    }

    public Task<string> GetUserIdAsync(Account user, CancellationToken stopping) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(Account user, CancellationToken stopping) => Task.FromResult(user.SignInName);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken stopping) => SetNormalizedUserNameAsync(user, userName, stopping);

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken stopping) => Task.FromResult(user.SignInName);

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken stopping)
    {
        user.SignInName = normalizedName;
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken stopping) => Task.FromResult(user.PasswordHash);

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken stopping)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<bool> HasPasswordAsync(Account user, CancellationToken stopping) => Task.FromResult(user.PasswordHash is not null);

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken stopping) => Task.FromResult<string?>(user.SecurityStamp);

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken stopping)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken stopping) => throw new NotSupportedException("People are added by the roster.");

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken stopping) => throw new NotSupportedException("People leave; their rows stay.");

    public void Dispose()
    {
    }
}
