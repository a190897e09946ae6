/// Every kind of channel.
package let channelTypes: [any ChannelType.Type] = [
    AlertmanagerChannel.self,
    CommandChannel.self,
    CustomChannel.self,
    DiscordChannel.self,
    EmailChannel.self,
    NtfyChannel.self,
    OpsgenieChannel.self,
    PagerDutyChannel.self,
    SlackChannel.self,
    TeamsChannel.self,
    TeamsWorkflowsChannel.self,
    TelegramChannel.self,
    WebhookChannel.self,
]
