using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OrderGuard.Infrastructure.Common.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "action_requests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    AlertId = table.Column<Guid>(type: "uuid", nullable: true),
                    Action = table.Column<int>(type: "integer", nullable: false),
                    Target = table.Column<int>(type: "integer", nullable: true),
                    Amount = table.Column<long>(type: "bigint", nullable: true),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true, collation: "C"),
                    FromStatus = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Waits = table.Column<int>(type: "integer", nullable: false),
                    IdempotencyKey = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    RequestedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    RequestedAt = table.Column<long>(type: "bigint", nullable: false),
                    RequestedById = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    Direct = table.Column<bool>(type: "boolean", nullable: false),
                    DecidedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: true),
                    DecisionNote = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    Approved = table.Column<bool>(type: "boolean", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    FirstSentAt = table.Column<long>(type: "bigint", nullable: true),
                    SentAt = table.Column<long>(type: "bigint", nullable: true),
                    SentBy = table.Column<int>(type: "integer", nullable: true),
                    FinishedAt = table.Column<long>(type: "bigint", nullable: true),
                    Answers = table.Column<string>(type: "text", nullable: false),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_action_requests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "alert_notes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    AlertId = table.Column<Guid>(type: "uuid", nullable: false),
                    Text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, collation: "C"),
                    By = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_notes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "alerts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Severity = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Level = table.Column<int>(type: "integer", nullable: false),
                    OrderId = table.Column<Guid>(type: "uuid", nullable: true),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Category = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Rule = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Title = table.Column<string>(type: "text", nullable: false),
                    Since = table.Column<long>(type: "bigint", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: true),
                    RaisedAt = table.Column<long>(type: "bigint", nullable: false),
                    Assignee = table.Column<Guid>(type: "uuid", nullable: true),
                    AssigneeName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    AcknowledgedAt = table.Column<long>(type: "bigint", nullable: true),
                    OwnedByAcknowledging = table.Column<bool>(type: "boolean", nullable: false),
                    AcknowledgedUntil = table.Column<long>(type: "bigint", nullable: true),
                    SnoozedUntil = table.Column<long>(type: "bigint", nullable: true),
                    ResolvedAt = table.Column<long>(type: "bigint", nullable: true),
                    Resolution = table.Column<string>(type: "text", nullable: true),
                    ConfigurationVersion = table.Column<int>(type: "integer", nullable: false),
                    Cause = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: false, collation: "C"),
                    OpenCause = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: true, collation: "C"),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alerts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Prefix = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    Scopes = table.Column<string>(type: "text", nullable: false),
                    AllowedAddresses = table.Column<string>(type: "text", nullable: false),
                    RequestsPerMinute = table.Column<int>(type: "integer", nullable: false),
                    RequestsPerDay = table.Column<int>(type: "integer", nullable: true),
                    UsedOn = table.Column<int>(type: "integer", nullable: false),
                    UsedThatDay = table.Column<long>(type: "bigint", nullable: false),
                    SensitiveActions = table.Column<string>(type: "text", nullable: true),
                    SensitiveAddresses = table.Column<string>(type: "text", nullable: false),
                    Signed = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    CreatedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: true),
                    RevokedAt = table.Column<long>(type: "bigint", nullable: true),
                    LastUsedAt = table.Column<long>(type: "bigint", nullable: true),
                    LastUsedFrom = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_keys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "api_requests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    ActorKind = table.Column<int>(type: "integer", nullable: false),
                    ActorId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    ActorName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Method = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false, collation: "C"),
                    Route = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Operation = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true, collation: "C"),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    Detail = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    Microseconds = table.Column<long>(type: "bigint", nullable: false),
                    Address = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true, collation: "C"),
                    TraceId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    Lost = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_requests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    ActorKind = table.Column<int>(type: "integer", nullable: false),
                    ActorId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    ActorName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Address = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true, collation: "C"),
                    Action = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    SubjectKind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Subject = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false, collation: "C"),
                    Before = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    After = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TraceId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    PreviousHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entries", x => new { x.TenantId, x.Sequence });
                });

            migrationBuilder.CreateTable(
                name: "audit_seals",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    From = table.Column<long>(type: "bigint", nullable: false),
                    Until = table.Column<long>(type: "bigint", nullable: false),
                    HeadSequence = table.Column<long>(type: "bigint", nullable: false),
                    HeadHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Entries = table.Column<long>(type: "bigint", nullable: false),
                    SealedAt = table.Column<long>(type: "bigint", nullable: false),
                    PreviousHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_seals", x => new { x.TenantId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "channel_gates",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Channel = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Used = table.Column<string>(type: "text", nullable: false),
                    BlockedUntil = table.Column<long>(type: "bigint", nullable: true),
                    DisabledAt = table.Column<long>(type: "bigint", nullable: true),
                    Month = table.Column<int>(type: "integer", nullable: false),
                    Spent = table.Column<int>(type: "integer", nullable: false),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_gates", x => new { x.TenantId, x.Channel });
                });

            migrationBuilder.CreateTable(
                name: "configuration_drafts",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    BasedOn = table.Column<int>(type: "integer", nullable: false),
                    Json = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ChangedAt = table.Column<long>(type: "bigint", nullable: false),
                    ChangedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_configuration_drafts", x => x.TenantId);
                });

            migrationBuilder.CreateTable(
                name: "configuration_versions",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Json = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false, collation: "C"),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: false),
                    PublishedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    RestoredFrom = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_configuration_versions", x => new { x.TenantId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FriendlyName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Xml = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_protection_keys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "dead_letters",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Queue = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Detail = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    MessageId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    Body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsBinary = table.Column<bool>(type: "boolean", nullable: false),
                    FirstAt = table.Column<long>(type: "bigint", nullable: false),
                    LastAt = table.Column<long>(type: "bigint", nullable: false),
                    Times = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    DecidedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: true),
                    Note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dead_letters", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "deliveries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Channel = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Event = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Severity = table.Column<int>(type: "integer", nullable: false),
                    Level = table.Column<int>(type: "integer", nullable: false),
                    Rank = table.Column<int>(type: "integer", nullable: false),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Title = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    Notice = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: false),
                    Deferred = table.Column<bool>(type: "boolean", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Attempt = table.Column<int>(type: "integer", nullable: false),
                    MessageId = table.Column<Guid>(type: "uuid", nullable: true),
                    AnsweredAt = table.Column<long>(type: "bigint", nullable: true),
                    AnswerStatus = table.Column<int>(type: "integer", nullable: true),
                    Answer = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    FellBackTo = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true, collation: "C"),
                    FellBackFrom = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "display_tokens",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    CreatedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: true),
                    RevokedAt = table.Column<long>(type: "bigint", nullable: true),
                    LastSeenAt = table.Column<long>(type: "bigint", nullable: true),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_display_tokens", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "escalation_steps",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    AlertId = table.Column<Guid>(type: "uuid", nullable: false),
                    Policy = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Level = table.Column<int>(type: "integer", nullable: false),
                    Deed = table.Column<int>(type: "integer", nullable: false),
                    Outcome = table.Column<int>(type: "integer", nullable: false),
                    Person = table.Column<Guid>(type: "uuid", nullable: true),
                    PersonName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    ActionId = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_escalation_steps", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "fulfilment_assessments",
                columns: table => new
                {
                    OrderId = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    PlacedAt = table.Column<long>(type: "bigint", nullable: false),
                    AssessedAt = table.Column<long>(type: "bigint", nullable: false),
                    Score = table.Column<double>(type: "double precision", nullable: false),
                    ModelVersion = table.Column<int>(type: "integer", nullable: false),
                    ConfigurationVersion = table.Column<int>(type: "integer", nullable: false),
                    Facts = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fulfilment_assessments", x => x.OrderId);
                });

            migrationBuilder.CreateTable(
                name: "fulfilment_risk_models",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    FittedAt = table.Column<long>(type: "bigint", nullable: false),
                    FittedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    WindowFrom = table.Column<long>(type: "bigint", nullable: false),
                    WindowTo = table.Column<long>(type: "bigint", nullable: false),
                    Figures = table.Column<string>(type: "text", nullable: false),
                    Weights = table.Column<string>(type: "text", nullable: false),
                    IsChampion = table.Column<bool>(type: "boolean", nullable: false),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fulfilment_risk_models", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idempotent_answers",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Route = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    BodyHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    ContentType = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Location = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    Answer = table.Column<byte[]>(type: "bytea", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotent_answers", x => new { x.TenantId, x.Key, x.Route });
                });

            migrationBuilder.CreateTable(
                name: "import_jobs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    StoredFile = table.Column<Guid>(type: "uuid", nullable: true),
                    Profile = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Rows = table.Column<long>(type: "bigint", nullable: false),
                    OrdersCreated = table.Column<long>(type: "bigint", nullable: false),
                    EventsApplied = table.Column<long>(type: "bigint", nullable: false),
                    Rejected = table.Column<long>(type: "bigint", nullable: false),
                    Progress = table.Column<double>(type: "double precision", nullable: false),
                    Error = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    CreatedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    CreatedById = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    StartedAt = table.Column<long>(type: "bigint", nullable: true),
                    FinishedAt = table.Column<long>(type: "bigint", nullable: true),
                    HeartbeatAt = table.Column<long>(type: "bigint", nullable: true),
                    Run = table.Column<Guid>(type: "uuid", nullable: true),
                    CancelRequested = table.Column<bool>(type: "boolean", nullable: false),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_jobs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "import_rejected_rows",
                columns: table => new
                {
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    Line = table.Column<long>(type: "bigint", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_rejected_rows", x => new { x.JobId, x.Line });
                });

            migrationBuilder.CreateTable(
                name: "key_tallies",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    ActorId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Hour = table.Column<long>(type: "bigint", nullable: false),
                    Moves = table.Column<long>(type: "bigint", nullable: false),
                    Back = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_key_tallies", x => new { x.TenantId, x.ActorId, x.Hour });
                });

            migrationBuilder.CreateTable(
                name: "maintenance_breaches",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Window = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    OrderId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Rule = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    DueAt = table.Column<long>(type: "bigint", nullable: false),
                    NotedAt = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_maintenance_breaches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "mismatches",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderId = table.Column<Guid>(type: "uuid", nullable: true),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Cause = table.Column<int>(type: "integer", nullable: false),
                    FoundBy = table.Column<int>(type: "integer", nullable: false),
                    SourceStatus = table.Column<int>(type: "integer", nullable: true),
                    SourceWord = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    SourceAt = table.Column<long>(type: "bigint", nullable: true),
                    OrderStatus = table.Column<int>(type: "integer", nullable: true),
                    OrderSince = table.Column<long>(type: "bigint", nullable: true),
                    Since = table.Column<long>(type: "bigint", nullable: false),
                    FoundAt = table.Column<long>(type: "bigint", nullable: false),
                    AlertId = table.Column<Guid>(type: "uuid", nullable: true),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: true),
                    End = table.Column<int>(type: "integer", nullable: true),
                    ClosedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    Note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mismatches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "model_drifts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Day = table.Column<long>(type: "bigint", nullable: false),
                    MeasuredAt = table.Column<long>(type: "bigint", nullable: false),
                    Orders = table.Column<int>(type: "integer", nullable: false),
                    Score = table.Column<double>(type: "double precision", nullable: true),
                    Tags = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_model_drifts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "move_undo_rows",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    UndoId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Before = table.Column<int>(type: "integer", nullable: false),
                    After = table.Column<int>(type: "integer", nullable: false),
                    LastMove = table.Column<long>(type: "bigint", nullable: false),
                    Outcome = table.Column<int>(type: "integer", nullable: false),
                    StatusFound = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_move_undo_rows", x => new { x.TenantId, x.UndoId, x.OrderNo });
                });

            migrationBuilder.CreateTable(
                name: "move_undos",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    MoverId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    MoverName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    From = table.Column<long>(type: "bigint", nullable: false),
                    Until = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false, collation: "C"),
                    RequestedByKind = table.Column<int>(type: "integer", nullable: false),
                    RequestedById = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    RequestedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    RequestedFrom = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true, collation: "C"),
                    TraceId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    RequestedAt = table.Column<long>(type: "bigint", nullable: false),
                    Orders = table.Column<int>(type: "integer", nullable: false),
                    Restored = table.Column<int>(type: "integer", nullable: false),
                    Left = table.Column<int>(type: "integer", nullable: false),
                    FinishedAt = table.Column<long>(type: "bigint", nullable: true),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_move_undos", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "order_events",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderId = table.Column<Guid>(type: "uuid", nullable: true),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    EventId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Word = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Status = table.Column<int>(type: "integer", nullable: true),
                    MovedFrom = table.Column<int>(type: "integer", nullable: true),
                    Outcome = table.Column<int>(type: "integer", nullable: false),
                    Detail = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    OccurredAt = table.Column<long>(type: "bigint", nullable: false),
                    StatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ReceivedAt = table.Column<long>(type: "bigint", nullable: false),
                    Historical = table.Column<bool>(type: "boolean", nullable: false),
                    Facts = table.Column<string>(type: "text", nullable: true),
                    ConfigurationVersion = table.Column<int>(type: "integer", nullable: false),
                    Payload = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DismissedAt = table.Column<long>(type: "bigint", nullable: true),
                    IsWaiting = table.Column<bool>(type: "boolean", nullable: false),
                    DismissedBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_order_events", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "orders",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    StatusSince = table.Column<long>(type: "bigint", nullable: false),
                    Finished = table.Column<bool>(type: "boolean", nullable: false),
                    Moves = table.Column<int>(type: "integer", nullable: false),
                    PlacedAt = table.Column<long>(type: "bigint", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    UpdatedAt = table.Column<long>(type: "bigint", nullable: false),
                    Category = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Amount = table.Column<long>(type: "bigint", nullable: true),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true, collation: "C"),
                    Channel = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Warehouse = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Carrier = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Province = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    PaymentMethod = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    PromisedAt = table.Column<long>(type: "bigint", nullable: true),
                    ConfirmedAt = table.Column<long>(type: "bigint", nullable: true),
                    ShippedAt = table.Column<long>(type: "bigint", nullable: true),
                    DeliveredAt = table.Column<long>(type: "bigint", nullable: true),
                    CancelledAt = table.Column<long>(type: "bigint", nullable: true),
                    CustomerId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    CustomerClass = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Phone = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    PhoneTail = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: true, collation: "C"),
                    Facts = table.Column<string>(type: "text", nullable: false),
                    SourceStatuses = table.Column<string>(type: "text", nullable: false),
                    Differences = table.Column<string>(type: "text", nullable: false),
                    CompareAt = table.Column<long>(type: "bigint", nullable: true),
                    Deadlines = table.Column<string>(type: "text", nullable: false),
                    Holds = table.Column<string>(type: "text", nullable: false),
                    IsHeld = table.Column<bool>(type: "boolean", nullable: false),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_orders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "outbox_events",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Type = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    RecordedAt = table.Column<long>(type: "bigint", nullable: false),
                    Data = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ReturnedAt = table.Column<long>(type: "bigint", nullable: true),
                    ReturnReason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox_events", x => new { x.TenantId, x.Sequence });
                });

            migrationBuilder.CreateTable(
                name: "outbox_positions",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Published = table.Column<long>(type: "bigint", nullable: false),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    Lease = table.Column<Guid>(type: "uuid", nullable: true),
                    LeasedUntil = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox_positions", x => x.TenantId);
                });

            migrationBuilder.CreateTable(
                name: "password_resets",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    TokenHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    SpentAt = table.Column<long>(type: "bigint", nullable: true),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_password_resets", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "reconciled_orders",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    RunId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reconciled_orders", x => new { x.TenantId, x.RunId, x.OrderNo });
                });

            migrationBuilder.CreateTable(
                name: "reconciliation_differences",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    RunId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Word = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    SourceStatus = table.Column<int>(type: "integer", nullable: true),
                    OrderStatus = table.Column<int>(type: "integer", nullable: true),
                    Missing = table.Column<bool>(type: "boolean", nullable: false),
                    Cause = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reconciliation_differences", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "reconciliation_runs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    File = table.Column<Guid>(type: "uuid", nullable: true),
                    FileName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    OrderNoColumn = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    StatusColumn = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    State = table.Column<int>(type: "integer", nullable: false),
                    StartedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    StartedAt = table.Column<long>(type: "bigint", nullable: false),
                    FinishedAt = table.Column<long>(type: "bigint", nullable: true),
                    Compared = table.Column<int>(type: "integer", nullable: false),
                    Agreed = table.Column<int>(type: "integer", nullable: false),
                    Opened = table.Column<int>(type: "integer", nullable: false),
                    Standing = table.Column<int>(type: "integer", nullable: false),
                    Closed = table.Column<int>(type: "integer", nullable: false),
                    Unknown = table.Column<int>(type: "integer", nullable: false),
                    Unreadable = table.Column<int>(type: "integer", nullable: false),
                    Missing = table.Column<int>(type: "integer", nullable: false),
                    From = table.Column<long>(type: "bigint", nullable: true),
                    Until = table.Column<long>(type: "bigint", nullable: true),
                    Listed = table.Column<bool>(type: "boolean", nullable: false),
                    Error = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    Position = table.Column<long>(type: "bigint", nullable: false),
                    After = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reconciliation_runs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "rehearsals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Source = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Plan = table.Column<string>(type: "text", nullable: false),
                    Expectations = table.Column<string>(type: "text", nullable: false),
                    MappingHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    SettingsHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    ConfigurationHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    ConfigurationVersion = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Passed = table.Column<bool>(type: "boolean", nullable: false),
                    StartedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    StartedAt = table.Column<long>(type: "bigint", nullable: false),
                    FinishedAt = table.Column<long>(type: "bigint", nullable: true),
                    Total = table.Column<int>(type: "integer", nullable: false),
                    Done = table.Column<int>(type: "integer", nullable: false),
                    Told = table.Column<string>(type: "text", nullable: false),
                    Report = table.Column<string>(type: "text", nullable: true),
                    Error = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rehearsals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "review_cases",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    OpenOrder = table.Column<Guid>(type: "uuid", nullable: true),
                    AssessmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Score = table.Column<double>(type: "double precision", nullable: false),
                    Forced = table.Column<int>(type: "integer", nullable: false),
                    Amount = table.Column<long>(type: "bigint", nullable: true),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true, collation: "C"),
                    Category = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    OpenedAt = table.Column<long>(type: "bigint", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    ClaimedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ClaimedByName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    ClaimedAt = table.Column<long>(type: "bigint", nullable: true),
                    ClaimedUntil = table.Column<long>(type: "bigint", nullable: true),
                    FirstVerdict = table.Column<int>(type: "integer", nullable: true),
                    FirstById = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    FirstByName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    FirstNote = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    Verdict = table.Column<int>(type: "integer", nullable: true),
                    DecidedById = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    DecidedByName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: true),
                    Note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    OverturnedAt = table.Column<long>(type: "bigint", nullable: true),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_cases", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "risk_assessments",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    PlacedAt = table.Column<long>(type: "bigint", nullable: false),
                    AssessedAt = table.Column<long>(type: "bigint", nullable: false),
                    Score = table.Column<double>(type: "double precision", nullable: false),
                    Percent = table.Column<int>(type: "integer", nullable: false),
                    Tier = table.Column<int>(type: "integer", nullable: false),
                    Forced = table.Column<int>(type: "integer", nullable: false),
                    ForcedCode = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true, collation: "C"),
                    AnomalyScore = table.Column<double>(type: "double precision", nullable: true),
                    Probability = table.Column<double>(type: "double precision", nullable: true),
                    ConfigurationVersion = table.Column<int>(type: "integer", nullable: false),
                    AnomalyVersion = table.Column<int>(type: "integer", nullable: false),
                    ClassifierVersion = table.Column<int>(type: "integer", nullable: false),
                    Degraded = table.Column<string>(type: "text", nullable: false),
                    Tags = table.Column<byte[]>(type: "bytea", nullable: false),
                    Reasons = table.Column<byte[]>(type: "bytea", nullable: false),
                    Rules = table.Column<string>(type: "text", nullable: false),
                    Again = table.Column<bool>(type: "boolean", nullable: false),
                    IsCurrent = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_risk_assessments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "risk_labels",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    PlacedAt = table.Column<long>(type: "bigint", nullable: false),
                    Fraud = table.Column<bool>(type: "boolean", nullable: false),
                    Source = table.Column<int>(type: "integer", nullable: false),
                    By = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    MaturesAt = table.Column<long>(type: "bigint", nullable: false),
                    Forced = table.Column<bool>(type: "boolean", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Score = table.Column<double>(type: "double precision", nullable: false),
                    Percent = table.Column<int>(type: "integer", nullable: false),
                    RevokedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_risk_labels", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "risk_list_entries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Effect = table.Column<int>(type: "integer", nullable: false),
                    Key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Shown = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    AddedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    AddedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: true),
                    RemovedAt = table.Column<long>(type: "bigint", nullable: true),
                    RemovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_risk_list_entries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "risk_models",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    LearntAt = table.Column<long>(type: "bigint", nullable: false),
                    LearntBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    WindowFrom = table.Column<long>(type: "bigint", nullable: false),
                    WindowTo = table.Column<long>(type: "bigint", nullable: false),
                    Rows = table.Column<int>(type: "integer", nullable: false),
                    Features = table.Column<string>(type: "text", nullable: false),
                    Figures = table.Column<string>(type: "text", nullable: false),
                    Report = table.Column<string>(type: "text", nullable: true),
                    Blob = table.Column<byte[]>(type: "bytea", nullable: false),
                    IsChampion = table.Column<bool>(type: "boolean", nullable: false),
                    Replaced = table.Column<int>(type: "integer", nullable: true),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_risk_models", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "risk_sample_sets",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    FileName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    CreatedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    Rows = table.Column<int>(type: "integer", nullable: false),
                    Frauds = table.Column<int>(type: "integer", nullable: false),
                    From = table.Column<long>(type: "bigint", nullable: false),
                    To = table.Column<long>(type: "bigint", nullable: false),
                    Report = table.Column<string>(type: "text", nullable: false),
                    Content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_risk_sample_sets", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "saved_filters",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Owner = table.Column<Guid>(type: "uuid", nullable: false),
                    OwnerName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Filter = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false, collation: "C"),
                    Shared = table.Column<bool>(type: "boolean", nullable: false),
                    SavedAt = table.Column<long>(type: "bigint", nullable: false),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_saved_filters", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "secrets",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Protected = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false, collation: "C"),
                    UpdatedAt = table.Column<long>(type: "bigint", nullable: false),
                    UpdatedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_secrets", x => new { x.TenantId, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "source_clocks",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Measure = table.Column<string>(type: "text", nullable: false),
                    SavedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_source_clocks", x => new { x.TenantId, x.Source });
                });

            migrationBuilder.CreateTable(
                name: "source_delays",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Measure = table.Column<string>(type: "text", nullable: false),
                    SavedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_source_delays", x => new { x.TenantId, x.Source });
                });

            migrationBuilder.CreateTable(
                name: "status_pushes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Target = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    OrderId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Step = table.Column<int>(type: "integer", nullable: false),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    PreviousStatus = table.Column<int>(type: "integer", nullable: true),
                    OccurredAt = table.Column<long>(type: "bigint", nullable: false),
                    Source = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Event = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Trace = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: false),
                    Lease = table.Column<Guid>(type: "uuid", nullable: true),
                    Attempt = table.Column<int>(type: "integer", nullable: false),
                    Failures = table.Column<int>(type: "integer", nullable: false),
                    Cause = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true, collation: "C"),
                    AnswerStatus = table.Column<int>(type: "integer", nullable: true),
                    Answer = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    Request = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Body = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    Edition = table.Column<int>(type: "integer", nullable: false),
                    SentAt = table.Column<long>(type: "bigint", nullable: true),
                    SettledAt = table.Column<long>(type: "bigint", nullable: true),
                    SettledBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_status_pushes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "target_gates",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Target = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Tokens = table.Column<double>(type: "double precision", nullable: false),
                    TokensAt = table.Column<long>(type: "bigint", nullable: false),
                    Failures = table.Column<int>(type: "integer", nullable: false),
                    OpenedAt = table.Column<long>(type: "bigint", nullable: true),
                    ProbeAt = table.Column<long>(type: "bigint", nullable: true),
                    Probes = table.Column<int>(type: "integer", nullable: false),
                    RestUntil = table.Column<long>(type: "bigint", nullable: true),
                    PausedAt = table.Column<long>(type: "bigint", nullable: true),
                    PausedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    SucceededAt = table.Column<long>(type: "bigint", nullable: true),
                    FailedAt = table.Column<long>(type: "bigint", nullable: true),
                    LastError = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_target_gates", x => new { x.TenantId, x.Target });
                });

            migrationBuilder.CreateTable(
                name: "tenant_ledgers",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    AuditSequence = table.Column<long>(type: "bigint", nullable: false),
                    AuditHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    AlertSequence = table.Column<long>(type: "bigint", nullable: false),
                    OutboxSequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tenant_ledgers", x => x.TenantId);
                });

            migrationBuilder.CreateTable(
                name: "tenants",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false, collation: "C"),
                    TimeZone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Suspended = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ProtectedHashKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tenants", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "training_runs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Trigger = table.Column<int>(type: "integer", nullable: false),
                    StartedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    SampleSet = table.Column<Guid>(type: "uuid", nullable: true),
                    SetName = table.Column<string>(type: "character varying(72)", maxLength: 72, nullable: true, collation: "C"),
                    State = table.Column<int>(type: "integer", nullable: false),
                    QueuedAt = table.Column<long>(type: "bigint", nullable: false),
                    BeganAt = table.Column<long>(type: "bigint", nullable: true),
                    HeardAt = table.Column<long>(type: "bigint", nullable: true),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                    Share = table.Column<double>(type: "double precision", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    Frauds = table.Column<int>(type: "integer", nullable: false),
                    Honest = table.Column<int>(type: "integer", nullable: false),
                    NewLabels = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: true),
                    Promoted = table.Column<bool>(type: "boolean", nullable: false),
                    Code = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true, collation: "C"),
                    Message = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    Open = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true, collation: "C"),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_training_runs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "used_nonces",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: false),
                    Nonce = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    UsedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_used_nonces", x => new { x.TenantId, x.KeyId, x.Nonce });
                });

            migrationBuilder.CreateTable(
                name: "user_sessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    Stamp = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Device = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    Address = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true, collation: "C"),
                    Remembered = table.Column<bool>(type: "boolean", nullable: false),
                    LastTenant = table.Column<Guid>(type: "uuid", nullable: true),
                    Since = table.Column<long>(type: "bigint", nullable: false),
                    LastSeenAt = table.Column<long>(type: "bigint", nullable: false),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_sessions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DisplayName = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    IsPlatformOperator = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ProtectedSecondFactorKey = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    LastSecondFactorStep = table.Column<long>(type: "bigint", nullable: false),
                    RecoveryCodeHashes = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, collation: "C"),
                    UserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    NormalizedUserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    Email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    NormalizedEmail = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    EmailConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    PasswordHash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SecurityStamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PhoneNumber = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PhoneNumberConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    TwoFactorEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    LockoutEnd = table.Column<long>(type: "bigint", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_users", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "watched_orders",
                columns: table => new
                {
                    OrderId = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderNo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Score = table.Column<double>(type: "double precision", nullable: false),
                    Since = table.Column<long>(type: "bigint", nullable: false),
                    Until = table.Column<long>(type: "bigint", nullable: false),
                    Looks = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watched_orders", x => x.OrderId);
                });

            migrationBuilder.CreateTable(
                name: "work_items",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Subject = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    DueAt = table.Column<long>(type: "bigint", nullable: false),
                    VisibleAt = table.Column<long>(type: "bigint", nullable: false),
                    Attempt = table.Column<int>(type: "integer", nullable: false),
                    Fence = table.Column<long>(type: "bigint", nullable: false),
                    Lease = table.Column<Guid>(type: "uuid", nullable: true),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Payload = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Error = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    FinishedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_work_items", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Email = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Role = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    TokenHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    InvitedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    AcceptedAt = table.Column<long>(type: "bigint", nullable: true),
                    RevokedAt = table.Column<long>(type: "bigint", nullable: true),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_invitations_tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "memberships",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "uuid", nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    Role = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Since = table.Column<long>(type: "bigint", nullable: false),
                    Locked = table.Column<bool>(type: "boolean", nullable: false),
                    Revision = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_memberships", x => new { x.TenantId, x.UserId });
                    table.ForeignKey(
                        name: "FK_memberships_tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserClaims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClaimType = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ClaimValue = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AspNetUserClaims_users_UserId",
                        column: x => x.UserId,
                        principalTable: "users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserLogins",
                columns: table => new
                {
                    LoginProvider = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ProviderKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ProviderDisplayName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserLogins", x => new { x.LoginProvider, x.ProviderKey });
                    table.ForeignKey(
                        name: "FK_AspNetUserLogins_users_UserId",
                        column: x => x.UserId,
                        principalTable: "users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserTokens",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    LoginProvider = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Value = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserTokens", x => new { x.UserId, x.LoginProvider, x.Name });
                    table.ForeignKey(
                        name: "FK_AspNetUserTokens_users_UserId",
                        column: x => x.UserId,
                        principalTable: "users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "tenant_ledgers",
                columns: new[] { "TenantId", "AlertSequence", "AuditHash", "AuditSequence", "OutboxSequence" },
                values: new object[] { new Guid("00000000-0000-7000-8000-000000000001"), 0L, "0000000000000000000000000000000000000000000000000000000000000000", 0L, 0L });

            migrationBuilder.CreateIndex(
                name: "IX_action_requests_TenantId_FirstSentAt",
                table: "action_requests",
                columns: new[] { "TenantId", "FirstSentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_action_requests_TenantId_IdempotencyKey",
                table: "action_requests",
                columns: new[] { "TenantId", "IdempotencyKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_action_requests_TenantId_State_RequestedAt",
                table: "action_requests",
                columns: new[] { "TenantId", "State", "RequestedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_alert_notes_TenantId_AlertId_At",
                table: "alert_notes",
                columns: new[] { "TenantId", "AlertId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_alerts_TenantId_Kind_RaisedAt",
                table: "alerts",
                columns: new[] { "TenantId", "Kind", "RaisedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_alerts_TenantId_OpenCause",
                table: "alerts",
                columns: new[] { "TenantId", "OpenCause" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_alerts_TenantId_OrderNo",
                table: "alerts",
                columns: new[] { "TenantId", "OrderNo" });

            migrationBuilder.CreateIndex(
                name: "IX_alerts_TenantId_Sequence",
                table: "alerts",
                columns: new[] { "TenantId", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_alerts_TenantId_State_RaisedAt",
                table: "alerts",
                columns: new[] { "TenantId", "State", "RaisedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_api_keys_Hash",
                table: "api_keys",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_api_keys_TenantId_Name",
                table: "api_keys",
                columns: new[] { "TenantId", "Name" });

            migrationBuilder.CreateIndex(
                name: "IX_api_requests_TenantId_ActorId_At",
                table: "api_requests",
                columns: new[] { "TenantId", "ActorId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_api_requests_TenantId_At",
                table: "api_requests",
                columns: new[] { "TenantId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_api_requests_TenantId_OrderNo_At",
                table: "api_requests",
                columns: new[] { "TenantId", "OrderNo", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_api_requests_TenantId_TraceId",
                table: "api_requests",
                columns: new[] { "TenantId", "TraceId" });

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserClaims_UserId",
                table: "AspNetUserClaims",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserLogins_UserId",
                table: "AspNetUserLogins",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_TenantId_Action_Sequence",
                table: "audit_entries",
                columns: new[] { "TenantId", "Action", "Sequence" },
                filter: "\"Action\" <> 'order.moved'");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_TenantId_ActorId_Sequence",
                table: "audit_entries",
                columns: new[] { "TenantId", "ActorId", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_TenantId_Address_Sequence",
                table: "audit_entries",
                columns: new[] { "TenantId", "Address", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_TenantId_Subject_Sequence",
                table: "audit_entries",
                columns: new[] { "TenantId", "Subject", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_dead_letters_LastAt",
                table: "dead_letters",
                column: "LastAt");

            migrationBuilder.CreateIndex(
                name: "IX_dead_letters_TenantId_State_LastAt",
                table: "dead_letters",
                columns: new[] { "TenantId", "State", "LastAt" });

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_TenantId_Channel_State_DueAt",
                table: "deliveries",
                columns: new[] { "TenantId", "Channel", "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_TenantId_CreatedAt",
                table: "deliveries",
                columns: new[] { "TenantId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_TenantId_Key_Channel",
                table: "deliveries",
                columns: new[] { "TenantId", "Key", "Channel" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_display_tokens_Hash",
                table: "display_tokens",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_display_tokens_TenantId_CreatedAt",
                table: "display_tokens",
                columns: new[] { "TenantId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_escalation_steps_TenantId_AlertId_Level",
                table: "escalation_steps",
                columns: new[] { "TenantId", "AlertId", "Level" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_fulfilment_assessments_TenantId_PlacedAt_Score",
                table: "fulfilment_assessments",
                columns: new[] { "TenantId", "PlacedAt", "Score" });

            migrationBuilder.CreateIndex(
                name: "IX_fulfilment_assessments_TenantId_Score_OrderId",
                table: "fulfilment_assessments",
                columns: new[] { "TenantId", "Score", "OrderId" });

            migrationBuilder.CreateIndex(
                name: "IX_fulfilment_risk_models_TenantId_Version",
                table: "fulfilment_risk_models",
                columns: new[] { "TenantId", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idempotent_answers_CreatedAt",
                table: "idempotent_answers",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_import_jobs_State_CreatedAt",
                table: "import_jobs",
                columns: new[] { "State", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_import_jobs_TenantId_CreatedAt",
                table: "import_jobs",
                columns: new[] { "TenantId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_invitations_TenantId_CreatedAt",
                table: "invitations",
                columns: new[] { "TenantId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_invitations_TokenHash",
                table: "invitations",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_maintenance_breaches_TenantId_Window_NotedAt",
                table: "maintenance_breaches",
                columns: new[] { "TenantId", "Window", "NotedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_maintenance_breaches_TenantId_Window_State",
                table: "maintenance_breaches",
                columns: new[] { "TenantId", "Window", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_memberships_UserId",
                table: "memberships",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_mismatches_TenantId_ClosedAt_Source_Cause_FoundAt",
                table: "mismatches",
                columns: new[] { "TenantId", "ClosedAt", "Source", "Cause", "FoundAt" });

            migrationBuilder.CreateIndex(
                name: "IX_mismatches_TenantId_OrderNo",
                table: "mismatches",
                columns: new[] { "TenantId", "OrderNo" });

            migrationBuilder.CreateIndex(
                name: "IX_model_drifts_TenantId_Version_Day",
                table: "model_drifts",
                columns: new[] { "TenantId", "Version", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_move_undo_rows_TenantId_UndoId_Outcome",
                table: "move_undo_rows",
                columns: new[] { "TenantId", "UndoId", "Outcome" });

            migrationBuilder.CreateIndex(
                name: "IX_move_undos_TenantId_MoverId_RequestedAt",
                table: "move_undos",
                columns: new[] { "TenantId", "MoverId", "RequestedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_order_events_TenantId_OrderNo_OccurredAt",
                table: "order_events",
                columns: new[] { "TenantId", "OrderNo", "OccurredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_order_events_TenantId_ReceivedAt_Source_Outcome_MovedFrom_S~",
                table: "order_events",
                columns: new[] { "TenantId", "ReceivedAt", "Source", "Outcome", "MovedFrom", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_order_events_TenantId_Source_EventId",
                table: "order_events",
                columns: new[] { "TenantId", "Source", "EventId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_order_events_waiting",
                table: "order_events",
                columns: new[] { "TenantId", "Source", "Word" },
                filter: "\"IsWaiting\"");

            migrationBuilder.CreateIndex(
                name: "IX_orders_ended",
                table: "orders",
                columns: new[] { "TenantId", "UpdatedAt" },
                filter: "\"CancelledAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_orders_held",
                table: "orders",
                columns: new[] { "TenantId", "PlacedAt" },
                filter: "\"IsHeld\"");

            migrationBuilder.CreateIndex(
                name: "IX_orders_TenantId_CustomerId",
                table: "orders",
                columns: new[] { "TenantId", "CustomerId" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_TenantId_Finished_Status_StatusSince",
                table: "orders",
                columns: new[] { "TenantId", "Finished", "Status", "StatusSince" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_TenantId_OrderNo",
                table: "orders",
                columns: new[] { "TenantId", "OrderNo" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_orders_TenantId_PhoneTail_Phone",
                table: "orders",
                columns: new[] { "TenantId", "PhoneTail", "Phone" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_TenantId_PlacedAt_OrderNo_Category_Source_Channel_Wa~",
                table: "orders",
                columns: new[] { "TenantId", "PlacedAt", "OrderNo", "Category", "Source", "Channel", "Warehouse" });

            migrationBuilder.CreateIndex(
                name: "IX_password_resets_TokenHash",
                table: "password_resets",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_password_resets_UserId",
                table: "password_resets",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_reconciliation_differences_TenantId_RunId_OrderNo",
                table: "reconciliation_differences",
                columns: new[] { "TenantId", "RunId", "OrderNo" });

            migrationBuilder.CreateIndex(
                name: "IX_reconciliation_runs_TenantId_StartedAt",
                table: "reconciliation_runs",
                columns: new[] { "TenantId", "StartedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_rehearsals_TenantId_Source_StartedAt",
                table: "rehearsals",
                columns: new[] { "TenantId", "Source", "StartedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_review_cases_TenantId_DecidedAt",
                table: "review_cases",
                columns: new[] { "TenantId", "DecidedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_review_cases_TenantId_OpenedAt_State",
                table: "review_cases",
                columns: new[] { "TenantId", "OpenedAt", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_review_cases_TenantId_OpenOrder",
                table: "review_cases",
                columns: new[] { "TenantId", "OpenOrder" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_review_cases_TenantId_OrderId",
                table: "review_cases",
                columns: new[] { "TenantId", "OrderId" });

            migrationBuilder.CreateIndex(
                name: "IX_review_cases_TenantId_State_DueAt",
                table: "review_cases",
                columns: new[] { "TenantId", "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_risk_assessments_TenantId_AssessedAt_IsCurrent_Percent_Tier",
                table: "risk_assessments",
                columns: new[] { "TenantId", "AssessedAt", "IsCurrent", "Percent", "Tier" });

            migrationBuilder.CreateIndex(
                name: "IX_risk_assessments_TenantId_OrderId_AssessedAt",
                table: "risk_assessments",
                columns: new[] { "TenantId", "OrderId", "AssessedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_risk_labels_TenantId_At",
                table: "risk_labels",
                columns: new[] { "TenantId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_risk_labels_TenantId_OrderId",
                table: "risk_labels",
                columns: new[] { "TenantId", "OrderId" });

            migrationBuilder.CreateIndex(
                name: "IX_risk_list_entries_TenantId_AddedAt",
                table: "risk_list_entries",
                columns: new[] { "TenantId", "AddedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_risk_models_TenantId_Kind_Version",
                table: "risk_models",
                columns: new[] { "TenantId", "Kind", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_risk_sample_sets_TenantId_CreatedAt",
                table: "risk_sample_sets",
                columns: new[] { "TenantId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_risk_sample_sets_TenantId_Name_Version",
                table: "risk_sample_sets",
                columns: new[] { "TenantId", "Name", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_saved_filters_TenantId_Owner_Name",
                table: "saved_filters",
                columns: new[] { "TenantId", "Owner", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_status_pushes_TenantId_CreatedAt",
                table: "status_pushes",
                columns: new[] { "TenantId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_status_pushes_TenantId_OrderId",
                table: "status_pushes",
                columns: new[] { "TenantId", "OrderId" });

            migrationBuilder.CreateIndex(
                name: "IX_status_pushes_TenantId_State_CreatedAt",
                table: "status_pushes",
                columns: new[] { "TenantId", "State", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_status_pushes_TenantId_Target_OrderId_Step",
                table: "status_pushes",
                columns: new[] { "TenantId", "Target", "OrderId", "Step" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_status_pushes_TenantId_Target_State_DueAt",
                table: "status_pushes",
                columns: new[] { "TenantId", "Target", "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_tenants_Code",
                table: "tenants",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_training_runs_TenantId_Open",
                table: "training_runs",
                columns: new[] { "TenantId", "Open" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_training_runs_TenantId_QueuedAt",
                table: "training_runs",
                columns: new[] { "TenantId", "QueuedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_used_nonces_TenantId_UsedAt",
                table: "used_nonces",
                columns: new[] { "TenantId", "UsedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_user_sessions_UserId_LastSeenAt",
                table: "user_sessions",
                columns: new[] { "UserId", "LastSeenAt" });

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                table: "users",
                column: "NormalizedEmail",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "users",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_watched_orders_TenantId_Until",
                table: "watched_orders",
                columns: new[] { "TenantId", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_work_items_State_VisibleAt",
                table: "work_items",
                columns: new[] { "State", "VisibleAt" });

            migrationBuilder.CreateIndex(
                name: "IX_work_items_TenantId_Subject",
                table: "work_items",
                columns: new[] { "TenantId", "Subject" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "action_requests");

            migrationBuilder.DropTable(
                name: "alert_notes");

            migrationBuilder.DropTable(
                name: "alerts");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "api_requests");

            migrationBuilder.DropTable(
                name: "AspNetUserClaims");

            migrationBuilder.DropTable(
                name: "AspNetUserLogins");

            migrationBuilder.DropTable(
                name: "AspNetUserTokens");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "audit_seals");

            migrationBuilder.DropTable(
                name: "channel_gates");

            migrationBuilder.DropTable(
                name: "configuration_drafts");

            migrationBuilder.DropTable(
                name: "configuration_versions");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "dead_letters");

            migrationBuilder.DropTable(
                name: "deliveries");

            migrationBuilder.DropTable(
                name: "display_tokens");

            migrationBuilder.DropTable(
                name: "escalation_steps");

            migrationBuilder.DropTable(
                name: "fulfilment_assessments");

            migrationBuilder.DropTable(
                name: "fulfilment_risk_models");

            migrationBuilder.DropTable(
                name: "idempotent_answers");

            migrationBuilder.DropTable(
                name: "import_jobs");

            migrationBuilder.DropTable(
                name: "import_rejected_rows");

            migrationBuilder.DropTable(
                name: "invitations");

            migrationBuilder.DropTable(
                name: "key_tallies");

            migrationBuilder.DropTable(
                name: "maintenance_breaches");

            migrationBuilder.DropTable(
                name: "memberships");

            migrationBuilder.DropTable(
                name: "mismatches");

            migrationBuilder.DropTable(
                name: "model_drifts");

            migrationBuilder.DropTable(
                name: "move_undo_rows");

            migrationBuilder.DropTable(
                name: "move_undos");

            migrationBuilder.DropTable(
                name: "order_events");

            migrationBuilder.DropTable(
                name: "orders");

            migrationBuilder.DropTable(
                name: "outbox_events");

            migrationBuilder.DropTable(
                name: "outbox_positions");

            migrationBuilder.DropTable(
                name: "password_resets");

            migrationBuilder.DropTable(
                name: "reconciled_orders");

            migrationBuilder.DropTable(
                name: "reconciliation_differences");

            migrationBuilder.DropTable(
                name: "reconciliation_runs");

            migrationBuilder.DropTable(
                name: "rehearsals");

            migrationBuilder.DropTable(
                name: "review_cases");

            migrationBuilder.DropTable(
                name: "risk_assessments");

            migrationBuilder.DropTable(
                name: "risk_labels");

            migrationBuilder.DropTable(
                name: "risk_list_entries");

            migrationBuilder.DropTable(
                name: "risk_models");

            migrationBuilder.DropTable(
                name: "risk_sample_sets");

            migrationBuilder.DropTable(
                name: "saved_filters");

            migrationBuilder.DropTable(
                name: "secrets");

            migrationBuilder.DropTable(
                name: "source_clocks");

            migrationBuilder.DropTable(
                name: "source_delays");

            migrationBuilder.DropTable(
                name: "status_pushes");

            migrationBuilder.DropTable(
                name: "target_gates");

            migrationBuilder.DropTable(
                name: "tenant_ledgers");

            migrationBuilder.DropTable(
                name: "training_runs");

            migrationBuilder.DropTable(
                name: "used_nonces");

            migrationBuilder.DropTable(
                name: "user_sessions");

            migrationBuilder.DropTable(
                name: "watched_orders");

            migrationBuilder.DropTable(
                name: "work_items");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "tenants");
        }
    }
}
